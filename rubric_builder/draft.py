"""The rubric draft: what extraction found, every field with its proof. It never changes."""

from pydantic import Field

from corpus.evidence import Proved
from corpus.values import Points, Value
from extract.findings import Deadline, Grade, Role, Rule, Subject
from extract.issues import Issue
from rubric_builder.settling import Settled


class Criterion(Proved):
    """One scored item of an indicator, without its ordinal and the points that stand apart from the sentence."""

    id: str
    ordinal: int | None
    text: str
    points: Points | None = None
    rules: tuple[Rule, ...] = ()


class Indicator(Proved):
    """An indicator of any depth. `level` counts from 1. Columns such as 责任单位 or 完成时限 are kept in `fields`."""

    id: str
    level: int
    name: str
    points: Points | None = None
    key_points: str | None = None
    criteria: tuple[Criterion, ...] = ()
    children: tuple["Indicator", ...] = ()
    fields: dict[str, str] = Field(default_factory=dict)


class Source(Value):
    """A file the draft was made from."""

    document: str
    text_sha256: str
    file: str


class Draft(Proved):
    """The draft of a year's scoring schema, and of the duties where they are reviewed with it (`roles`). `scale` is 100
    (百分制), 1000 (千分制) or null where the text says none. `terms`: rules over the whole table or total (计分总则). `settings`: what reviewers settled (计分约定); extraction
    settles nothing."""

    title: str | None
    year: int | None
    scale: int | None
    sources: tuple[Source, ...] = ()
    subjects: tuple[Subject, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    bonuses: tuple[Rule, ...] = ()
    vetoes: tuple[Rule, ...] = ()
    grades: tuple[Grade, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    roles: tuple[Role, ...] = ()
    terms: tuple[Rule, ...] = ()
    settings: tuple[Settled, ...] = ()
    issues: tuple[Issue, ...] = ()
