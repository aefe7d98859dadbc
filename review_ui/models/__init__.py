"""The tables: people, notices and their readings, rubrics and the decisions on them, what was published, the sheets that
came back and their corrections, what happened."""

from review_ui.models.events import Event
from review_ui.models.notices import Notice, Reading
from review_ui.models.people import Person, Role
from review_ui.models.publications import Publication, PublishedFile
from review_ui.models.results import Assessed, CorrectionRow, Sheet, Unit
from review_ui.models.rubrics import DecisionRow, Rubric, RubricNotice

__all__ = [
    "Assessed",
    "CorrectionRow",
    "DecisionRow",
    "Event",
    "Notice",
    "Person",
    "Publication",
    "PublishedFile",
    "Reading",
    "Role",
    "Rubric",
    "RubricNotice",
    "Sheet",
    "Unit",
]
