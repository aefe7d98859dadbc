"""Bindings to roles: who is the same, what binds each, every field cited."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus import reading
from corpus.evidence import Cited, Evidence, How, Proof, prove
from corpus.spans import Span
from extract.duties.binding import Bound, DutyText
from extract.duties.departments import customary
from extract.duties.frequency import deadline, occurrences
from extract.duties.governing import mentions_of, own_frequency, tells_apart
from extract.duties.subjects import Subject, covers, same, tier_units
from extract.findings import Duty, Role
from extract.issues import Issue
from extract.passage import Passage

# --- readings -----------------------------------------------------------------------------------------------------------

_IN_CHARGE = re.compile(r"(分管安全生产(?:工作)?)(?=领导|负责|副|同志|班子)")
_COUNCIL = re.compile(r"^(.*?(?:党委|工委|党（工）委|党\(工\)委|[省市区县州旗镇]委))(?:常委会|会)$")
_CHIEF = re.compile(r"^(?:常务|其他)?副?.{1,12}长(?:[（(].*)?$")
_DEPARTMENT_END = re.compile(r"[局委办部室队站所院]$")


def role_name(quote: str) -> str:
    """The reading `role-name`: a name that the text gives in pieces, with the 的 that its parts need.

    >>> role_name("市、区政府分管安全生产工作领导干部")
    '市、区政府分管安全生产工作的领导干部'
    """
    return _IN_CHARGE.sub(r"\1的", re.sub(r"\s", "", reading.text(quote)))


def role_organ(quote: str) -> str:
    """The reading `role-organ`: the organ without its council (党委常委会 → 党委), the government behind its head's title.

    >>> role_organ("党（工）委会"), role_organ("副区长")
    ('党（工）委', '政府')
    """
    text = re.sub(r"\s", "", reading.text(quote))
    if found := _COUNCIL.match(text):
        return found.group(1)
    return "政府" if _CHIEF.match(text) and not _DEPARTMENT_END.search(text) else text


def role_position(quote: str) -> str:
    """The reading `role-position`: 分管安全生产工作的负责人 → 分管安全生产; 领导班子其他成员 → 其他成员.

    >>> role_position("分管安全生产工作领导干部"), role_position("分管安全生产的副区长")
    ('分管安全生产', '分管安全生产的副区长')
    """
    text = re.sub(r"\s", "", reading.text(quote))
    if re.fullmatch(
        r"(?:具体)?分管安全生产(?:工作)?的?(?:政府)?(?:领导(?:干部|同志|成员)?|负责(?:人|同志)|副职|同志|班子成员)?",
        text,
    ):
        return "分管安全生产"
    return _IN_CHARGE.sub(r"\1的", re.sub(r"^(?:党政)?(?:领导)?班子(?=其他)|(?<=^其他)(?:领导)?班子(?=成员)", "", text))


def role_words(quote: str) -> str:
    """The reading `role-words`: a name that stands in one piece, as it stands there, without white space."""
    return re.sub(r"\s", "", reading.text(quote))


reading.register("role-name", role_name)
reading.register("role-words", role_words)
reading.register("role-organ", role_organ)
reading.register("role-position", role_position)


def cite(passage: Passage, pieces: Sequence[Span], reader: str, rule: str) -> Cited[str]:
    """What several stretches of a passage say together."""
    evidence = tuple(passage.evidence(start, end) for start, end in pieces)
    quote = "".join(e.quote for e in evidence)
    value = reading.read(reader, quote)
    if value == reading.read("text", quote):
        reader = "text"
    how: How = "literal" if reader == "text" else "normalised"
    return Cited(value, Proof(how=how, reader=reader, rule=rule, evidence=evidence))


# --- who is who ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A subject with its name, tier, organ and position read."""

    bound: Bound
    name: Cited[str]
    tier: Cited[str] | None
    organ: Cited[str] | None
    position: Cited[str] | None

    @property
    def department(self) -> bool:
        """Whether it is a department, not a leader."""
        subject = self.bound.subject
        return (
            subject.kind == "body"
            and not subject.position
            and (subject.rule.startswith("department") or self.bound.way == "department")
        )


def named(bound: Bound) -> Named:
    """The subject's fields, each cited from its own stretches."""
    subject, passage = bound.subject, bound.passage
    rule = subject.rule
    return Named(
        bound,
        cite(passage, subject.pieces, "role-name" if len(subject.pieces) > 1 else "role-words", rule),
        cite(passage, [subject.tier], "text", "tier.names") if subject.tier else None,
        cite(passage, [subject.organ], "role-organ", rule) if subject.organ else None,
        cite(passage, subject.position, "role-position", rule) if subject.position else None,
    )


# --- building -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Gathered:
    """A role and what binds it, before it is built."""

    named: Named
    duties: list[DutyText] = field(default_factory=list)
    general: list[DutyText] = field(default_factory=list)
    accountability: list[DutyText] = field(default_factory=list)

    @property
    def subject(self) -> Subject:
        """Whom."""
        return self.named.bound.subject


def gather(bounds: Iterable[Bound], nicknames: Mapping[str, str] | None = None) -> tuple[list[Gathered], list[Issue]]:
    """Bindings of one instrument to its roles; what binds nobody in particular becomes an issue.

    `nicknames` are those that the text declares. A department by several names is one role, called as most often.
    """
    bounds = [part for bound in _parted(list(bounds)) for part in bound]
    roles: dict[str, Gathered] = {}
    called: dict[str, list[Named]] = {}
    issues: list[Issue] = []
    for bound in bounds:
        if bound.way in ("list", "department"):
            found = named(bound)
            key = _key(found, nicknames or {})
            called.setdefault(key, []).append(found)
            roles.setdefault(key, Gathered(found)).duties.extend(d for d in bound.duties if d not in roles[key].duties)
    for key, names in called.items():
        uses = Counter(one.name.value for one in names)
        roles[key].named = max(names, key=lambda one: uses[one.name.value]) if len(uses) > 1 else names[0]
    loose: list[Bound] = []
    for bound in bounds:
        if bound.way == "own" or (bound.way == "sentence" and bound.subject.specific):
            found = named(bound)
            key = _key(found, nicknames or {})
            if key not in roles:
                key = next(
                    (k for k, r in roles.items() if not r.named.department and same(r.subject, bound.subject)), key
                )
            roles.setdefault(key, Gathered(found)).duties.extend(d for d in bound.duties if d not in roles[key].duties)
        elif bound.way in ("sentence", "general", "accountability"):
            loose.append(bound)
    bare: set[str] = set()  # roles that general clauses alone name
    with_duties = any(role.duties and not role.named.department for role in roles.values())
    for bound in loose:
        meant = [r for r in roles.values() if r.duties and not r.named.department and covers(bound.subject, r.subject)]
        if not meant and bound.way == "general" and bound.subject.specific and not with_duties:
            found = named(bound)
            bare.add(found.name.value)
            meant = [roles.setdefault(found.name.value, Gathered(found))]
        for role in meant:
            target = role.accountability if bound.way == "accountability" else role.general
            target.extend(d for d in bound.duties if d not in target)
        if not meant and bound.way != "accountability":
            issues += [_unassigned(d) for d in bound.duties]
    return [r for k, r in roles.items() if r.duties or k in bare], list(dict.fromkeys(issues))


def _key(found: Named, nicknames: Mapping[str, str]) -> str:
    """What tells a role from others: its name without 各, a department's by its customary short name."""
    name = found.name.value
    return customary(nicknames.get(name, name)) if found.department else re.sub("^各类?(?!级)", "", name)


def _unassigned(duty: DutyText) -> Issue:
    text = duty.text if len(duty.text) <= 60 else f"{duty.text[:58]}……"
    return Issue(
        code="duty-subject-unclear",
        severity="info",
        message=f"这一句对领导干部提出要求，但没有对应到哪个岗位：“{text}”，请人工确定",
        node=duty.passage.node,
    )


# --- tiers that a frequency tells apart ---------------------------------------------------------------------------------


def _parted(bounds: list[Bound]) -> Iterator[list[Bound]]:
    """Each binding as one, or as one a part of its tier where some duty gives the parts different frequencies."""
    apart: dict[tuple[Span, ...], bool] = {}
    for bound in bounds:
        key = (*bound.subject.pieces, *bound.passage.view.to_source(bound.subject.start, bound.subject.end))
        apart[key] = apart.get(key, False) or any(tells_apart(d, bound.subject) for d in bound.duties)
    for bound in bounds:
        key = (*bound.subject.pieces, *bound.passage.view.to_source(bound.subject.start, bound.subject.end))
        yield [replace(bound, subject=s) for s in _parts(bound)] if apart[key] else [bound]


def _parts(bound: Bound) -> list[Subject]:
    subject, text = bound.subject, bound.passage.text
    if subject.tier is None or text[subject.pieces[0][0] : subject.tier[0]] not in ("", "各", "各类"):
        return [subject]
    start, end = subject.tier
    cuts = list(re.finditer(r"[、/](?![^（(]*[）)])|和|及|与", text[start:end]))
    if not cuts:
        return [subject]
    edges = [start, *(start + c.end() for c in cuts)], [*(start + c.start() for c in cuts), end]
    rest = (end, subject.pieces[0][1])
    out = []
    for low, high in zip(*edges, strict=True):
        after = (rest,) if rest[0] < rest[1] else ()
        pieces = ((low, rest[1]),) if high == rest[0] and after else ((low, high), *after)
        out.append(
            replace(subject, tier=(low, high), units=tier_units(text[low:high]), pieces=(*pieces, *subject.pieces[1:]))
        )
    return out


# --- records ------------------------------------------------------------------------------------------------------------


def _evidence(duty: DutyText) -> tuple[Evidence, ...]:
    own = duty.passage.evidence(duty.start, duty.end)
    return (duty.opening.evidence(), own) if duty.opening else (own,)


def _duty(duty: DutyText, subject: Subject, duty_id: str, issues: list[Issue]) -> Duty:
    mine, several = own_frequency(duty, subject)
    frequency: Cited[str] | None = cite(duty.passage, mine.pieces, "frequency", mine.rule) if mine else None
    within = duty.passage.part(duty.start, duty.end)
    by = deadline(mentions_of(within.text))
    due = within.cite(by.start, by.end, reader="duty-due", rule=by.rule) if by else None
    for beside in duty.beside:
        found = next(occurrences(mentions_of(beside.text)), None)
        if frequency is None and found:
            frequency = cite(beside, found.pieces, "frequency", found.rule)
        ends = deadline(mentions_of(beside.text))
        if due is None and ends:
            due = beside.cite(ends.start, ends.end, reader="duty-due", rule=ends.rule)
    if several > 1:
        issues.append(
            Issue(
                code="duty-several-frequencies",
                severity="info",
                message=f"这项职责写有{several}个频次，清单按第一个填写，请核对：“{duty.text[:56]}”",
                node=duty.passage.node,
            )
        )
    return prove(
        Duty,
        evidence=_evidence(duty),
        id=duty_id,
        ordinal=duty.ordinal,
        text=duty.passage.cite(duty.start, duty.end),
        frequency=frequency,
        due=due,
    )


def build(gathered: Sequence[Gathered], first: int) -> tuple[list[Role], list[Issue]]:
    """Roles with readable ids (`role-1`, `role-1.duty-2`), leaders before departments, each in the order of the text."""
    issues: list[Issue] = []
    roles: list[Role] = []
    for number, found in enumerate(sorted(gathered, key=_order), first):
        role_id, subject = f"role-{number}", found.subject

        def records(
            kind: str, texts: list[DutyText], role_id: str = role_id, subject: Subject = subject
        ) -> tuple[Duty, ...]:
            return tuple(_duty(d, subject, f"{role_id}.{kind}-{n}", issues) for n, d in enumerate(texts, 1))

        bound = found.named.bound
        roles.append(
            prove(
                Role,
                evidence=(_shown(bound),),
                id=role_id,
                name=found.named.name,
                tier=None if found.named.department else found.named.tier,
                organ=None if found.named.department else found.named.organ,
                position=found.named.position,
                kind="department" if found.named.department else "leader",
                duties=records("duty", found.duties),
                general=records("general", found.general),
                accountability=records("accountability", found.accountability),
            )
        )
    return roles, list(dict.fromkeys(issues))


def _order(found: Gathered) -> tuple[bool, int]:
    return found.named.department, found.named.name.proof.evidence[0].spans[0][0]


def _shown(bound: Bound) -> Evidence:
    """The sentence that names the role."""
    text = bound.passage.text
    start = max((m.end() for m in re.finditer("。", text[: bound.subject.start])), default=0)
    end = text.find("。", bound.subject.end)
    return bound.passage.evidence(start, len(text) if end < 0 else end + 1)
