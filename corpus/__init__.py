"""What a document is: its immutable text, readings of it, its clauses, and the evidence for a value."""
