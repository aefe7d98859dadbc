"""Findings to rubric draft, decisions, published schema, duty checklists and the documents that are handed out."""
