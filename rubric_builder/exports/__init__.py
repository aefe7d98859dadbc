"""The documents that are handed out: score tables and duty checklists for Word and Excel.

Text from documents goes in as text: never as a formula, a field code or a link. The same values give the same bytes.
"""

from rubric_builder.exports.checklists import write_checklists

__all__ = ["write_checklists"]
