"""One member of an enumeration of subjects, read by the mentions that stand side by side: tier, organ, position."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from corpus.spans import Span
from extract.duties import knowledge
from extract.duties.mentions import Mention, Mentions

COMMITTEE_TIERS = "省市区县州旗镇"
"""What a committee's short name begins with: 区委, 镇委."""

_CROWD = re.compile(r"(?:各类?(?!级)|所有|全体|我|全)?")
_LEVELS = re.compile(r"(?:两级|三级|四级)$")
_COUNCIL = re.compile(r"常委会|会(?=其|成员|班子|领导|主要)")
_ALTERNATIVE = re.compile(r"[（(]([^（）()]{2,14})[）)]")
_SPOILT_NAME = re.compile(
    "|".join(row.pattern for row in knowledge.OBLIGATIONS if len(row.pattern) > 1)
    + "|由|对|向|把|的|委|党|政府|、|其他|副|各|分管|常务|主要|本|全"
)
"""Words that no place's name holds."""
_MODIFIER_CLASS = {row.id: row.meaning for row in knowledge.MODIFIERS}
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tier, organ and position as they stand, before anything is shared with the neighbours.

    `title` is the bare title (副区长 of 分管安全生产的副区长), `lead` a modifier that stands before tier and organ.
    """

    start: int
    end: int
    tier: Span | None = None
    organ: Span | None = None
    organ_end: int = 0
    organ_name: str = ""
    kind: knowledge.OrganKind | None = None
    position: Span | None = None
    position_class: knowledge.PositionClass | None = None
    title: str = ""
    lead: Span | None = None
    rule: str = ""
    shared: Span | None = None
    """A modifier said of the one before and of this: 分管安全生产的 of 分管安全生产的副市长、副县长."""


@dataclass(frozen=True, slots=True)
class _Position:
    """A position: with its modifiers, its class, its bare title; `own_tier` where the title names one (区长)."""

    span: Span
    position_class: knowledge.PositionClass
    title: str
    rule: str
    own_tier: bool = False


@dataclass(frozen=True, slots=True)
class PhraseReader:
    """Reads phrases out of a text. `places` are names (云溪) that may stand before a tier; `anywhere`: any short one may."""

    mentions: Mentions
    places: frozenset[str] = frozenset()
    anywhere: bool = False

    def best(self, at: int) -> Phrase | None:
        """The longest phrase that begins there; of equals the one with most parts."""
        return max(
            self._all(at),
            key=lambda p: (p.end, p.position is not None, p.organ is not None, p.tier is not None),
            default=None,
        )

    def _all(self, at: int) -> Iterator[Phrase]:
        crowd = _CROWD.match(self.mentions.text, at)
        for head in {at, crowd.end() if crowd else at}:
            leads: list[tuple[Span | None, int, str]] = [(None, head, "")]
            leads += [((head, m.end), m.end, _MODIFIER_CLASS[m.rule]) for m in self.mentions.at("MODIFIER", head)]
            for lead, body, lead_class in leads:
                for tier, after_tier in self._tiers(body):
                    for organ, after_organ, mention in self._organs(after_tier, tier):
                        base = _based(at, after_organ, lead, tier, organ, mention)
                        yield from self._completed(base, lead_class)

    def _completed(self, base: Phrase, lead_class: str) -> Iterator[Phrase]:
        """The phrase as it is, if it can stand alone, and with every position that follows it."""
        text, at = self.mentions.text, base.end
        if (base.organ or base.tier) and not base.lead:
            yield base
        for start in (at, at + 1) if base.organ and text[at : at + 1] == "的" else (at,):
            for found in self._positions(start):
                if found.own_tier and base.tier and not base.organ and not self._repeated(base.tier, found):
                    continue
                yield replace(
                    base,
                    end=found.span[1],
                    position=found.span,
                    position_class=cast(knowledge.PositionClass, lead_class) if lead_class else found.position_class,
                    title=found.title,
                    rule=found.rule,
                )

    def _repeated(self, tier: Span, post: _Position) -> bool:
        """Whether a title says again what the tier before it ends with: 云溪区区长, 自治县副县长."""
        text = self.mentions.text
        return tier[1] == post.span[0] and re.sub("^(?:常务|其他)?副?", "", post.title)[:-1] == text[tier[1] - 1]

    # --- parts --------------------------------------------------------------------------------------------------------

    def _tiers(self, at: int) -> Iterator[tuple[Span | None, int]]:
        """No tier, or one with the place's name before it; with where it ends (两级 is passed over)."""
        text = self.mentions.text
        yield None, at
        starts = [at, *(at + n for n in range(1, _LONGEST_NAME + 1) if self._is_place(text[at : at + n]))]
        for start in starts:
            for mention in self.mentions.at("TIER", start):
                yield (at, at + len(_LEVELS.sub("", text[at : mention.end]))), mention.end

    def _is_place(self, name: str) -> bool:
        if name in self.places:
            return True
        likely = self.anywhere and len(name) > 1 and re.fullmatch("[\u4e00-\u9fff]+", name)
        return bool(likely and not _SPOILT_NAME.search(name))

    def _organs(self, at: int, tier: Span | None) -> Iterator[tuple[Span | None, int, Mention | None]]:
        """No organ, or one with its council (常委会) or its alternative (政府（办事处）)."""
        text = self.mentions.text
        yield None, at, None
        found = list(self.mentions.at("ORGAN", at))
        if tier and tier[1] == at and text[at : at + 1] == "委" and text[at - 1] in COMMITTEE_TIERS:
            found.append(Mention("ORGAN", at - 1, at + 1, f"organ.party.{text[at - 1 : at + 1]}"))
        if tier and tier[1] == at and re.match(r"[）)]委(?!员)", text[at - 1 : at + 2]):  # 县（市、区）委
            found.append(Mention("ORGAN", tier[0], at + 1, "organ.party.委"))
        for organ in found:
            alternative = _ALTERNATIVE.match(text, organ.end)
            if alternative and self._is_organ(*alternative.span(1)):
                yield (organ.start, alternative.end()), alternative.end(), organ
            council = _COUNCIL.match(text, organ.end) if organ.meaning == "party" else None
            if council:
                yield (organ.start, council.end()), council.end(), organ
            yield (organ.start, organ.end), organ.end, organ
        for department in self.mentions.at("DEPARTMENT", tier[0] if tier else at):
            yield (department.start, department.end), department.end, department

    def _is_organ(self, start: int, end: int) -> bool:
        """Whether a stretch names an organ, its tier before it or not: 办事处, 镇党委."""
        starts = [start, *(m.end for m in self.mentions.at("TIER", start))]
        return any(m.end == end for at in starts for m in self.mentions.at("ORGAN", at))

    def _positions(self, at: int) -> Iterator[_Position]:
        text = self.mentions.text
        fronts = [(at, "")]
        for _ in range(2):  # 担任…的 may stand before 分管…的
            fronts += [
                (m.end, meaning or _MODIFIER_CLASS[m.rule])
                for front, meaning in fronts
                for m in self.mentions.at("MODIFIER", front)
            ]
        for front, meaning in dict.fromkeys(fronts):
            for title in (*self.mentions.at("POSITION", front), *self.mentions.at("TITLE", front)):
                own = text[title.start : title.end]
                if own == "成员" and text.startswith("单位", title.end):
                    continue
                end, aside = self._alternative(self._beside(title.end))
                if own.startswith("其他"):
                    of_title = "other"
                elif title.label == "POSITION":
                    of_title = title.meaning
                else:
                    of_title = "deputy" if "副" in own else "head"
                kind = cast(knowledge.PositionClass, aside or meaning or of_title)
                yield _Position((at, end), kind, own, title.rule, title.label == "TITLE")
            if meaning == "charge" and front > at:
                yield _Position((at, front), "charge", text[at:front], "modifier.charge")

    def _beside(self, at: int) -> int:
        """Where a second post ends that the same person holds: 村党支部书记兼主任; `at` where none follows."""
        also = re.compile("兼任?").match(self.mentions.text, at)
        posts = (*self.mentions.at("POSITION", also.end()), *self.mentions.at("TITLE", also.end())) if also else ()
        return max((m.end for m in posts), default=at)

    def _alternative(self, at: int) -> tuple[int, str]:
        """Where a bracket after a title ends that is part of the position, and the class it gives: 副镇长（分管安全生产）."""
        found = _ALTERNATIVE.match(self.mentions.text, at)
        if not found:
            return at, ""
        if found.group(1).startswith(("分管", "主管", "协管")):
            return found.end(), "charge" if "安全生产" in found.group(1) else "deputy"
        if found.group(1) in ("专职", "兼职", "主持工作"):
            return found.end(), ""
        inner = found.span(1)
        titles = (*self.mentions.of("POSITION", *inner), *self.mentions.of("TITLE", *inner))
        return (found.end() if any(m.end == inner[1] for m in titles) else at), ""


def _based(
    start: int, end: int, lead: Span | None, tier: Span | None, organ: Span | None, mention: Mention | None
) -> Phrase:
    if mention is None:
        return Phrase(start, end, tier, organ, end, lead=lead)
    kind = "body" if mention.label == "DEPARTMENT" else mention.meaning
    name = mention.rule.rsplit(".", 1)[-1]
    known = cast(knowledge.OrganKind, kind)
    return Phrase(start, end, tier, organ, end, name, known, lead=lead, rule=mention.rule)
