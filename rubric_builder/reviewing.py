"""What a reviewer sees of a draft: the items that are decided on, in reading order, each with all that belongs to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.evidence import Evidence, Proved
from corpus.reading import text as read_text
from extract.findings import Deadline, Grade, Rank, Role, Subject, Tier
from rubric_builder.confidence import Confidence, confidence_of
from rubric_builder.decisions import Comment
from rubric_builder.draft import Draft, Indicator
from rubric_builder.exports import wording
from rubric_builder.exports.rule_words import rule_words
from rubric_builder.flagging import Flag, flags_of
from rubric_builder.folding import State, Status
from rubric_builder.items import OWN_PARTS, Item

Kind = Literal["全稿", "指标", "评分项", "加分项", "否决项", "等次", "考核对象", "时限", "计分总则", "角色", "职责"]

KINDS: Mapping[str | None, Kind] = {
    None: "全稿", "indicators": "指标", "children": "指标", "criteria": "评分项", "bonuses": "加分项",
    "vetoes": "否决项", "grades": "等次", "subjects": "考核对象", "deadlines": "时限", "terms": "计分总则", "roles": "角色",
    "duties": "职责", "general": "职责", "accountability": "职责",
}  # fmt: skip
"""What is decided on its own, by the field it stands in."""

UNIT_COLUMNS = ("单位", "部门", "对象", "责任人", "牵头")
"""A column of the office's own says whom an indicator concerns where its heading has one of these in it."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule (or a step of one) inside an item: in a few words, and what it is about."""

    id: str
    chip: str
    text: str
    status: Status
    record: Proved


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """An item as it is reviewed. `parts` are the rules and steps in it, `subjects` the units it concerns (of the item
    around it, where it names none), `role` the id of the role it belongs to."""

    item: Item
    status: Status
    flags: tuple[Flag, ...]
    comments: tuple[Comment, ...]
    subjects: tuple[str, ...]
    role: str | None
    confidence: Confidence
    confidence_reason: str
    parts: tuple[tuple[Item, Status], ...]

    @property
    def id(self) -> str:
        """The id that decisions name."""
        return self.item.id

    @property
    def kind(self) -> Kind:
        """What staff call such an item."""
        return KINDS[self.item.slot]

    @property
    def slot(self) -> str | None:
        """The field it stands in."""
        return self.item.slot

    @property
    def parent(self) -> str | None:
        """The id of the item around it."""
        return self.item.parent

    @property
    def depth(self) -> int:
        """How deep it stands: the draft 0, a first-level indicator 1."""
        return len(self.item.names)

    @property
    def name(self) -> str:
        """What staff call it."""
        return self.item.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what it stands in, outermost first, its own last."""
        return self.item.names

    @property
    def record(self) -> Proved:
        """The record, without what was rejected in it."""
        return self.item.record

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return _text(self.record)

    @property
    def points(self) -> Decimal | None:
        """Its points, where it has any."""
        return getattr(self.record, "points", None)

    @property
    def rules(self) -> tuple[RuleLine, ...]:
        """The rules and steps in it."""
        return tuple(
            RuleLine(part.id, rule_words(part.record), _text(part.record), status, part.record)
            for part, status in self.parts
        )

    @property
    def chips(self) -> tuple[str, ...]:
        """Its rules in a few words each; of a duty, how often and by when."""
        if self.item.slot in ("bonuses", "vetoes", "terms"):
            return (rule_words(self.record),)
        frequency, due = getattr(self.record, "frequency", None), getattr(self.record, "due", None)
        said = [rule_words(p.record) for p, s in self.parts if s != "驳回" and p.slot == "rules"]
        said += [wording.frequency(frequency)] if frequency else []
        said += [wording.due(due)] if due else []
        return tuple(said)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where it stands in the documents."""
        return self.record.evidence

    @property
    def citations(self) -> tuple[str, ...]:
        """The clauses in words, each once."""
        return tuple(dict.fromkeys(evidence.citation for evidence in self.evidence))

    @property
    def quote(self) -> str:
        """The source's words, a line a piece of evidence."""
        return "\n".join(dict.fromkeys(read_text(evidence.quote) for evidence in self.evidence))

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on."""
        return tuple(sorted({region.page for evidence in self.evidence for region in evidence.regions}))

    @property
    def flagged(self) -> bool:
        """Whether there is an error or a warning to look at."""
        return any(flag.severity != "info" for flag in self.flags)

    @property
    def acceptable(self) -> bool:
        """Whether accepting many at once takes it: nobody has decided on it, and nothing is wrong or doubtful."""
        return self.status == "待核" and not self.flagged


def review_items(state: State) -> tuple[ReviewItem, ...]:
    """Everything that is decided on, in reading order, what was rejected included."""
    flags = flags_of(state)
    parts: dict[str, list[tuple[Item, Status]]] = {}
    owners: dict[str, str] = {}
    for item in state.items:
        owner = owners[item.id] = owners[item.parent] if item.parent and item.slot in OWN_PARTS else item.id
        if owner == item.id:
            parts[item.id] = []
        else:
            parts[owner].append((item, state.status[item.id]))
    subjects: dict[str, tuple[str, ...]] = {}
    found = []
    for item in state.items:
        if owners[item.id] != item.id:
            continue
        subjects[item.id] = units_of(item.record) or subjects.get(item.parent or "", ())
        own = flags.get(item.id, ())
        sure, reason = confidence_of((item.record, *(part.record for part, _ in parts[item.id])))
        doubt = next((flag for flag in own if flag.severity != "info"), None)
        found.append(
            ReviewItem(
                item=item,
                status=state.status[item.id],
                flags=own,
                comments=state.comments.get(item.id, ()),
                subjects=subjects[item.id],
                role=item.id if item.slot == "roles" else item.parent if KINDS[item.slot] == "职责" else None,
                confidence="低" if doubt else sure,
                confidence_reason=doubt.message if doubt else reason,
                parts=tuple(parts[item.id]),
            )
        )
    return tuple(found)


def statuses(state: State) -> Iterator[Status]:
    """Where each of `review_items` stands, in their order, without making them: what a server counts at each decision."""
    return (state.status[item.id] for item in state.items if not (item.parent and item.slot in OWN_PARTS))


def units_of(record: Proved) -> tuple[str, ...]:
    """The units that an indicator's columns or a subject's members name."""
    if isinstance(record, Subject):
        return record.members
    columns = record.fields if isinstance(record, Indicator) else {}
    named = [value for heading, value in columns.items() if any(word in heading for word in UNIT_COLUMNS)]
    return tuple(dict.fromkeys(unit for value in named for unit in _parted(value)))


def _parted(value: str) -> Iterable[str]:
    for mark in "，,；;\n ":
        value = value.replace(mark, "、")
    return (unit for unit in value.split("、") if unit)


def _text(record: Proved) -> str:
    match record:
        case Draft():
            year = f"{record.year}年度" if record.year else "年度未写明"
            scale = f"总分{record.scale}分" if record.scale else "总分未写明"
            return "　".join((record.title or "（无标题）", year, scale))
        case Indicator():
            return record.key_points or ""
        case Grade():
            return wording.bounds(record)
        case Subject():
            return wording.subject(record)
        case Deadline():
            return wording.deadline(record)
        case Role():
            return "、".join(filter(None, (record.tier, record.organ, record.position)))
        case Tier() | Rank():
            return wording.sentence(record) or "；".join(rule_words(step) for step in record.tiers)
        case _:
            said = getattr(record, "text", None) or getattr(record, "when", None)
            return str(said) if said else wording.sentence(record)
