"""Whom a sentence speaks of: organs and positions by tier, as the text tells them apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.spans import Span
from extract.duties import knowledge
from extract.duties.mentions import Mention, Mentions

_BEFORE = re.compile(r"(?:各(?!级)|所有|全体|我|全)?")
_LINK = re.compile(r"(?:、|和|及其?|与|以及|及|或者|或|，(?=其[他它]))(?!其(?![他它余]))")
_LEVELS = re.compile(r"(?:两级|三级|四级)$")
_GOVERNMENT_OFFICE = re.compile(r"(?:常务|其他)?副?.*长$")
_UNITS = {row.pattern: row.meaning for row in knowledge.TIER_UNITS}
_UNIT = re.compile("|".join(sorted(_UNITS, key=len, reverse=True)))
_SAME_TIER = {"乡镇": ("乡", "镇"), "镇街": ("镇", "街道"), "办事处": ("街道",)}
_ALTERNATIVE = re.compile(r"[（(]([^（）()]{2,14})[）)]")
_SPOILT_NAME = re.compile("|".join(row.pattern for row in knowledge.OBLIGATIONS if len(row.pattern) > 1) + "|由|对|向|把|的|委|党|政府|、|其他|副|各|分管|常务|主要|本|全")


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whom a text binds, as offsets into that text.

    `pieces` are the stretches that make up the name (市、区党委 + 主要负责人), `tier`, `organ` and `position` the parts of
    it. `position_class` and `kind` are what the tables say of position and organ, `units` the tiers meant (empty: any).
    """

    start: int
    end: int
    pieces: tuple[Span, ...]
    tier: Span | None = None
    organ: Span | None = None
    position: tuple[Span, ...] = ()
    position_class: knowledge.PositionClass | None = None
    kind: knowledge.OrganKind | None = None
    units: frozenset[str] = frozenset()
    any_tier: bool = False
    rule: str = ""

    @property
    def specific(self) -> bool:
        """Whether it says which tier or organ it means, so that a checklist can be handed to somebody."""
        return self.kind != "collective" and bool(self.units or self.kind == "body")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One member of an enumeration before what it shares with its neighbours is shared out."""

    start: int
    end: int
    tier: Span | None = None
    organ: Span | None = None
    organ_end: int = 0
    organ_row: str = ""
    kind: knowledge.OrganKind | None = None
    position: Span | None = None
    position_class: knowledge.PositionClass | None = None
    title: str = ""
    lead: Span | None = None  # a modifier before tier and organ
    rule: str = ""


def tier_units(text: str) -> frozenset[str]:
    """The tiers named in a text: 乡镇（街道） → 乡, 镇, 街道; 各级 → none in particular.

    >>> sorted(tier_units("市、区")), sorted(tier_units("各级"))
    (['区', '市'], [])
    """
    units: set[str] = set()
    if text.startswith(knowledge.ANY_TIER):
        return frozenset()
    for found in _UNIT.finditer(text):
        meaning = _UNITS[found.group()]
        units.update(_SAME_TIER.get(meaning, (meaning,)))
    return frozenset(units)


def covers(said: Subject, role: Subject) -> bool:
    """Whether what is said of one subject is said of a role: tier, kind of organ and class of position agree."""
    if said.units and role.units and not said.units & role.units:
        return False
    if said.kind == "body" or role.kind == "body":
        if not (said.kind is None and role.kind == "body" and bool(said.units)):
            return False
    if "collective" in (said.kind, role.kind) and said.kind != role.kind:
        return False
    if said.kind not in (None, "both") and role.kind not in (None, "both") and said.kind != role.kind:
        return False
    if said.position_class in (None, "member"):
        return role.position_class != "staff"
    if said.position_class == "other":
        return role.position_class not in ("head", "staff")
    return said.position_class == role.position_class


def same(one: Subject, other: Subject) -> bool:
    """Whether two subjects are one role in other words: 区委书记 and 区委主要负责人."""
    return (
        one.units == other.units
        and bool(one.units)
        and one.kind == other.kind
        and one.kind in ("party", "government")
        and one.position_class == other.position_class
        and one.position_class in ("head", "charge")
    )


@dataclass(frozen=True, slots=True)
class SubjectParser:
    """Reads subjects out of a text by its mentions. `places` are names of places (云溪) that may stand before a tier;
    `anywhere` allows any short name there, as in a heading."""

    mentions: Mentions
    places: frozenset[str] = frozenset()
    anywhere: bool = False

    # --- one phrase ---------------------------------------------------------------------------------------------------

    def _tiers(self, at: int) -> Iterator[tuple[Span, int]]:
        text = self.mentions.text
        starts = [at]
        longest = 5 if self.anywhere else max((len(p) for p in self.places), default=0)
        for length in range(1, longest):
            name = text[at : at + length]
            if name in self.places or (
                self.anywhere and length > 1 and re.fullmatch("[\u4e00-\u9fff]+", name) and not _SPOILT_NAME.search(name)
            ):
                starts.append(at + length)
        for start in starts:
            for mention in self.mentions.at("TIER", start):
                name = text[at : mention.end]
                yield (at, at + len(_LEVELS.sub("", name))), mention.end

    def _organs(self, at: int, tier: Span | None) -> Iterator[tuple[Span, int, Mention]]:
        text = self.mentions.text
        options = [(m.start, m.end, m) for m in self.mentions.at("ORGAN", at)]
        if tier and tier[1] == at and text[at : at + 1] == "委" and text[at - 1 : at] in "省市区县州旗镇":
            options.append((at - 1, at + 1, Mention("ORGAN", at - 1, at + 1, f"organ.party.{text[at - 1 : at + 1]}")))
        for start, end, mention in options:
            if alternative := _ALTERNATIVE.match(text, end):
                inner = text[alternative.start(1) : alternative.end(1)]
                if any(m.end == alternative.end(1) for m in self.mentions.at("ORGAN", alternative.start(1))) or inner in ("党组", "办事处"):
                    yield (start, alternative.end()), alternative.end(), mention
            if mention.meaning == "party":
                if council := re.compile(r"常委会|会(?=其|成员|班子|领导|主要)").match(text, end):
                    yield (start, council.end()), council.end(), mention
            yield (start, end), end, mention
        for department in self.mentions.at("DEPARTMENT", at if tier is None else tier[0]):
            yield (department.start, department.end), department.end, department

    def _positions(self, at: int) -> Iterator[tuple[Span, knowledge.PositionClass, str, str, bool]]:
        """Span, class, bare title, row id and whether the title names its own tier."""
        text = self.mentions.text
        fronts: list[tuple[int, str]] = [(at, "")]
        for _ in range(2):
            for front, meaning in list(fronts):
                fronts += [(m.end, meaning or m.meaning_of_modifier) for m in map(_Modifier, self.mentions.at("MODIFIER", front))]
        for front, meaning in dict.fromkeys(fronts):
            titles = [*self.mentions.at("POSITION", front), *self.mentions.at("TITLE", front)]
            for title in titles:
                own = text[title.start : title.end]
                kind = title.meaning if title.label == "POSITION" else ("deputy" if "副" in own else "head")
                end = title.end
                if alternative := _ALTERNATIVE.match(text, end):
                    inner = alternative.group(1)
                    if any(m.end == alternative.end(1) for m in (*self.mentions.of("POSITION"), *self.mentions.of("TITLE"))):
                        end = alternative.end()
                    elif inner.startswith(("分管", "主管", "协管")):
                        end, meaning = alternative.end(), "charge" if "安全生产" in inner else "deputy"
                if own.startswith("其他"):
                    kind = "other"
                yield (at, end), meaning or kind, own, title.rule, title.label == "TITLE"  # type: ignore[misc]  # rows hold the classes
            if meaning == "charge" and front > at:
                yield (at, front), "charge", text[at:front], "modifier.charge", False

    def _phrases(self, at: int) -> Iterator[_Phrase]:
        text = self.mentions.text
        start = at
        before = _BEFORE.match(text, at)
        heads = {at, before.end() if before else at}
        for head in heads:
            leads: list[tuple[Span | None, int, str]] = [(None, head, "")]
            leads += [((head, m.end), m.end, _Modifier(m).meaning_of_modifier) for m in self.mentions.at("MODIFIER", head)]
            for lead, body, lead_class in leads:
                tiers: list[tuple[Span | None, int]] = [(None, body), *self._tiers(body)]
                for tier, after_tier in tiers:
                    organs: list[tuple[Span | None, int, Mention | None]] = [(None, after_tier, None), *self._organs(after_tier, tier)]
                    for organ, after_organ, mention in organs:
                        yield from self._with_position(start, head, lead, lead_class, tier, organ, after_organ, mention)

    def _with_position(
        self, start: int, head: int, lead: Span | None, lead_class: str, tier: Span | None, organ: Span | None, at: int, mention: Mention | None
    ) -> Iterator[_Phrase]:
        text = self.mentions.text
        kind: knowledge.OrganKind | None = None
        if mention:
            kind = "body" if mention.label == "DEPARTMENT" else mention.meaning  # type: ignore[assignment]  # rows hold the kinds
        row = mention.rule if mention else ""
        base = _Phrase(start, at, tier, organ, at, row, kind, lead=lead, rule=row)
        if (organ or tier) and not lead:
            yield base
        for skip in (0, 1) if organ and text[at : at + 1] == "的" else (0,):
            for span, position_class, title, rule, own_tier in self._positions(at + skip):
                if own_tier and (tier and not organ):
                    continue
                if tier is None and organ is None and own_tier:
                    yield replace(base, end=span[1], position=span, position_class=lead_class or position_class, title=title, rule=rule)  # type: ignore[arg-type]
                    continue
                yield replace(base, end=span[1], position=span, position_class=lead_class or position_class, title=title, rule=rule)  # type: ignore[arg-type]

    def _phrase(self, at: int) -> _Phrase | None:
        """The best reading: with a position before without, then the longest, then the one with most parts."""
        best = max(
            self._phrases(at),
            key=lambda p: (p.end, p.position is not None, p.organ is not None, p.tier is not None),
            default=None,
        )
        if best is None or best.end == at:
            return None
        return best

    # --- an enumeration -----------------------------------------------------------------------------------------------

    def enumeration(self, at: int) -> tuple[tuple[Subject, ...], int]:
        """The subjects that are named one after the other from `at` on, and where they end. None and `at` where none are."""
        phrases: list[_Phrase] = []
        position = at
        while phrase := self._phrase(position):
            phrases.append(phrase)
            position = phrase.end
            if link := _LINK.match(self.mentions.text, position):
                if self._phrase(link.end()) is None:
                    break
                position = link.end()
            elif phrase.position or not phrase.organ or (following := self._phrase(position)) is None or not following.organ:
                break  # only organs follow each other without a mark: 区委区政府
        if not phrases:
            return (), at
        end = phrases[-1].end
        return tuple(self._subject(p) for p in self._shared(self._merged(phrases))), end

    def _merged(self, phrases: list[_Phrase]) -> list[_Phrase]:
        """区委常委、常务副区长 is one person."""
        out: list[_Phrase] = []
        for phrase in phrases:
            last = out[-1] if out else None
            if (
                last
                and phrase.position
                and self.mentions.text[last.end : phrase.start] == "、"
                and (last.title in knowledge.CONCURRENT or (last.organ_row.endswith("党组") and last.title == "书记"))
                and (_GOVERNMENT_OFFICE.match(phrase.title) or phrase.title in ("副主任", "主任", "书记", "主席"))
                and not (last.title == "成员" and not last.organ_row.endswith("党组"))
            ):
                organ = phrase.organ or (None if _GOVERNMENT_OFFICE.match(phrase.title) else last.organ)
                out[-1] = replace(
                    phrase,
                    start=last.start,
                    organ=organ,
                    organ_end=phrase.organ_end,
                    tier=phrase.tier or last.tier,
                    lead=(last.lead[0] if last.lead else last.start, phrase.end),
                    position_class=last.position_class if last.lead else phrase.position_class,
                    kind=phrase.kind,
                )
                continue
            out.append(phrase)
        return out

    def _shared(self, phrases: list[_Phrase]) -> list[_Phrase]:
        """Tiers are shared rightwards (区党委和政府), positions leftwards (党委、政府主要负责人), organs with bare positions."""
        out = list(phrases)
        for i in range(len(out) - 2, -1, -1):
            this, right = out[i], out[i + 1]
            if this.position is None and right.position is not None and (right.organ or right.tier) and right.position[0] >= right.organ_end:
                out[i] = replace(this, position=right.position, position_class=right.position_class, title=right.title, rule=right.rule)
        for i in range(1, len(out)):
            this, left = out[i], out[i - 1]
            if this.lead or _GOVERNMENT_OFFICE.match(this.title):
                continue
            own_tier = this.organ is not None and self.mentions.text[this.organ[0]] in "省市区县州旗" and not this.tier
            if this.organ is None and this.tier is None and this.title in knowledge.INHERITING and left.organ:
                out[i] = replace(this, organ=left.organ, organ_end=left.organ_end, kind=left.kind, organ_row=left.organ_row, tier=left.tier)
            elif this.tier is None and left.tier and not own_tier and (this.organ or this.title in knowledge.INHERITING):
                out[i] = replace(this, tier=left.tier)
            elif this.tier is None and this.organ is None and left.title and not left.organ and this.position_class == "deputy" and left.tier:
                out[i] = replace(this, tier=left.tier)
        return out

    def _subject(self, phrase: _Phrase) -> Subject:
        text = self.mentions.text
        tier, organ, position = phrase.tier, phrase.organ, phrase.position
        if phrase.lead:
            pieces: list[Span] = [(phrase.lead[0], phrase.end)]
        else:
            stretches = [s for s in (tier, organ, position) if s]
            pieces = []
            for start, end in stretches:
                if pieces and start <= pieces[-1][1] and end >= pieces[-1][1]:
                    pieces[-1] = (pieces[-1][0], end)
                elif pieces and start == pieces[-1][1] + 1 and text[pieces[-1][1] : start] == "的":
                    pieces[-1] = (pieces[-1][0], end)
                else:
                    pieces.append((start, end))
        units = tier_units(text[tier[0] : tier[1]]) if tier else frozenset()
        if not units and organ and text[organ[0]] in "省市区县州旗镇":
            units = tier_units(text[organ[0]])
            tier = (organ[0], organ[0] + 1)
        if units and organ and (alternative := _ALTERNATIVE.search(text, organ[0], organ[1])):
            units |= tier_units(alternative.group(1))
        kind = phrase.kind
        if position and _GOVERNMENT_OFFICE.match(phrase.title) and tier_units(phrase.title) and not phrase.title.endswith(("组织部长", "宣传部长")):
            at = text.index(phrase.title, position[0])
            found = [m for m in _UNIT.finditer(text, at, at + len(phrase.title) - 1)]
            if found and not tier:
                tier = (found[0].start(), at + len(phrase.title) - 1)
                units = tier_units(phrase.title)
            kind = kind or "government"
            organ = organ or (at, at + len(phrase.title))
        if kind is None and phrase.title.endswith("书记"):
            kind = "party"
        any_tier = bool(tier) and not units
        return Subject(
            start=phrase.start,
            end=phrase.end,
            pieces=tuple(pieces),
            tier=tier,
            organ=organ,
            position=(position,) if position else (),
            position_class=phrase.position_class if position else None,
            kind=kind,
            units=units,
            any_tier=any_tier or (tier is None and kind in ("party", "government", "both", None) and not organ),
            rule=phrase.rule,
        )


@dataclass(frozen=True, slots=True)
class _Modifier:
    """A modifier's mention with the class that its row gives."""

    mention: Mention

    @property
    def end(self) -> int:
        return self.mention.end

    @property
    def meaning_of_modifier(self) -> str:
        return _MODIFIER_CLASS[self.mention.rule]


_MODIFIER_CLASS = {row.id: row.meaning for row in knowledge.MODIFIERS}
