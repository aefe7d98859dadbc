"""Subjects named one after the other: 市、区党委和乡镇（街道）党（工）委主要负责人 names two."""

import re
from dataclasses import dataclass, field, replace

from corpus.spans import Span
from extract.duties import knowledge
from extract.duties.mentions import Mentions
from extract.duties.phrases import COMMITTEE_TIERS, Phrase, PhraseReader
from extract.duties.subjects import TIER_UNIT, Subject, tier_units

_LINK = re.compile(r"(?:、|和|及其?|与|以及|及|或者|或|，(?=其[他它]))(?!其(?![他它余]))")
_CHIEF = re.compile(r"(?:常务|其他)?副?.*长$")
_BRACKET = re.compile(r"[（(](.+?)[）)]$")


@dataclass(frozen=True, slots=True)
class SubjectParser:
    """Reads subjects out of a text by its mentions. `places` are names of places (云溪) that may stand before a tier;
    `anywhere` allows any short name there, as in a heading."""

    mentions: Mentions
    places: frozenset[str] = frozenset()
    anywhere: bool = False
    _reader: PhraseReader = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reader", PhraseReader(self.mentions, self.places, self.anywhere))

    def enumeration(self, at: int) -> tuple[tuple[Subject, ...], int]:
        """The subjects named one after the other from `at` on, and where they end; none and `at` where none are."""
        phrases: list[Phrase] = []
        position = at
        while phrase := self._reader.best(position):
            phrase = self._units_of(phrase)
            phrases.append(phrase)
            following = self._following(phrase)
            if following is None:
                break
            position = following
        if not phrases:
            return (), at
        shared = self._shared(self._merged(phrases))
        return tuple(self._subject(phrase) for phrase in shared), phrases[-1].end

    def _units_of(self, phrase: Phrase) -> Phrase:
        """区安委会各成员单位主要负责人: the units of a body, not the body and its units."""
        following = (
            self._reader.best(phrase.end) if phrase.kind == "body" and phrase.organ and not phrase.position else None
        )
        if (
            following is None
            or following.kind != "collective"
            or not following.organ
            or following.tier
            or not phrase.organ
        ):
            return phrase
        return replace(
            following, start=phrase.start, tier=phrase.tier, organ=(phrase.organ[0], following.organ[1]), kind="body"
        )

    def _following(self, phrase: Phrase) -> int | None:
        """Where the next member begins. Only organs follow each other without a mark: 区委区政府."""
        if link := _LINK.match(self.mentions.text, phrase.end):
            return link.end() if self._reader.best(link.end()) else None
        if phrase.position and self.mentions.text.startswith("，", phrase.end):
            following = self._reader.best(phrase.end + 1)
            titled = following and following.position and (following.organ or following.rule.startswith("title."))
            return phrase.end + 1 if titled else None
        if phrase.position or not phrase.organ:
            return None
        following = self._reader.best(phrase.end)
        return phrase.end if following and following.organ else None

    def _merged(self, phrases: list[Phrase]) -> list[Phrase]:
        """区委常委、常务副区长 is one person: a concurrent post and the one it is held beside become one phrase."""
        out: list[Phrase] = []
        for phrase in phrases:
            last = out[-1] if out else None
            if (
                last is None
                or self.mentions.text[last.end : phrase.start] != "、"
                or not self._one_person(last, phrase)
            ):
                out.append(phrase)
                continue
            out[-1] = replace(
                phrase,
                start=last.start,
                organ=phrase.organ or (None if _CHIEF.match(phrase.title) else last.organ),
                tier=phrase.tier or last.tier,
                lead=(last.lead[0] if last.lead else last.start, phrase.end),
                position_class=last.position_class if last.lead else phrase.position_class,
            )
        return out

    def _shared(self, phrases: list[Phrase]) -> list[Phrase]:
        """Tiers are shared rightwards (区党委和政府), positions leftwards (党委、政府主要负责人), organs with a bare
        position that follows (区政府主要负责人和分管负责人)."""
        out = list(phrases)
        for i in range(len(out) - 2, -1, -1):
            this, right = out[i], out[i + 1]
            common = right.position and (right.organ or right.tier) and right.position[0] >= right.organ_end
            if this.position is None and common:
                out[i] = replace(
                    this,
                    position=right.position,
                    position_class=right.position_class,
                    title=right.title,
                    rule=right.rule,
                )
        for i in range(1, len(out)):
            out[i] = self._joined(out[i], out[i - 1])
            if shared := self._modifier(out[i - 1], out[i]):
                out[i] = replace(out[i], shared=shared, position_class=out[i - 1].position_class)
        return out

    def _modifier(self, left: Phrase, this: Phrase) -> Span | None:
        """What is said before a deputy's title and holds for the next tier's deputy: 其他副市长、副县（市、区）长."""
        chiefs = left.position and this.position and left.rule == this.rule == "title.chief"
        deputy = left.title.removeprefix("其他")
        if not chiefs or left.lead or this.lead or not (deputy.startswith("副") and this.title.startswith("副")):
            return None
        if left.shared:
            return left.shared
        at = self.mentions.text.index(deputy, left.position[0]) if left.position else 0
        bare = this.position and this.position[0] == self.mentions.text.index(this.title, this.position[0])
        return (left.position[0], at) if left.position and bare and at > left.position[0] else None

    def _joined(self, this: Phrase, left: Phrase) -> Phrase:
        if this.lead or this.tier or _CHIEF.match(this.title):
            return this
        if this.organ:
            league = self.mentions.text[this.organ[0]] == "团"  # 团县委
            own_tier = TIER_UNIT.match(self.mentions.text, this.organ[0] + league)  # 区委, 村（居）委会
            return replace(this, tier=left.tier) if left.tier and not own_tier else this
        inherits = this.title in knowledge.INHERITING or this.position_class == "charge"
        if inherits and left.organ:
            return replace(
                this,
                tier=left.tier,
                organ=left.organ,
                organ_end=left.organ_end,
                organ_name=left.organ_name,
                kind=left.kind,
            )
        village = this.title == "主任" and left.title.endswith("书记")  # 村（社区）党支部书记、主任
        alike = inherits or village or (this.position_class == "deputy" and left.title)
        return replace(this, tier=left.tier) if left.tier and alike else this

    def _one_person(self, post: Phrase, beside: Phrase) -> bool:
        """Whether a post is held beside another: 区委常委、常务副区长; 副区长、公安分局局长."""
        of_group = post.organ_name.endswith("党组")
        concurrent = post.title in knowledge.CONCURRENT and (post.title != "成员" or of_group)
        concurrent = concurrent or (of_group and post.title == "书记")
        if concurrent and beside.position and (_CHIEF.match(beside.title) or beside.title in knowledge.HELD_BESIDE):
            return True
        police = beside.title == "局长" and beside.organ and "公安" in self.mentions.text[slice(*beside.organ)]
        return bool(police and _CHIEF.match(post.title))

    # --- a phrase as a subject ----------------------------------------------------------------------------------------

    def _subject(self, phrase: Phrase) -> Subject:
        text = self.mentions.text
        tier, organ, kind = phrase.tier, phrase.organ, phrase.kind
        units = tier_units(text[slice(*tier)]) if tier else frozenset()
        if tier is None and organ and text[organ[0]] in COMMITTEE_TIERS and not text.startswith("市场", organ[0]):
            tier = (organ[0], organ[0] + 1)
            units = tier_units(text[slice(*tier)])
        if units and organ and (alternative := _BRACKET.search(text[slice(*organ)])):
            units |= tier_units(alternative.group(1))
        if phrase.position and phrase.rule.startswith("title."):  # 区长: the title holds tier and organ
            at = text.index(phrase.title, phrase.position[0])
            named = next(TIER_UNIT.finditer(text, at, at + len(phrase.title) - 1), None)
            if named and tier is None:
                tier = (named.start(), at + len(phrase.title) - 1)
                units = tier_units(text[slice(*tier)])
            kind = kind or "government"
            organ = organ or (at, at + len(phrase.title))
        if kind is None and phrase.title.endswith("书记"):
            kind = "party"
        return Subject(
            start=phrase.start,
            end=phrase.end,
            pieces=self._pieces(phrase),
            tier=tier,
            organ=organ,
            position=self._position(phrase),
            position_class=phrase.position_class if phrase.position else None,
            kind=kind,
            units=units,
            rule=phrase.rule,
            words=text[phrase.start : phrase.end],
        )

    @staticmethod
    def _position(phrase: Phrase) -> tuple[Span, ...]:
        """Where the position stands, with what is said of it before the organ: 分管安全生产工作的政府领导."""
        if phrase.position is None:
            return ()
        if phrase.shared:
            return (phrase.shared, phrase.position)
        apart = phrase.lead is not None and phrase.lead[1] <= min(
            s[0] for s in (phrase.tier, phrase.organ, phrase.position) if s
        )
        return (phrase.lead, phrase.position) if apart and phrase.lead else (phrase.position,)

    def _pieces(self, phrase: Phrase) -> tuple[Span, ...]:
        """The stretches of the name, those that touch (or are joined by 的) as one."""
        if phrase.lead:
            return ((phrase.lead[0], phrase.end),)
        out: list[Span] = []
        for start, end in (s for s in (phrase.tier, phrase.organ, phrase.position) if s):
            gap = self.mentions.text[out[-1][1] : start] if out else None
            if out and gap in ("", "的") and end >= out[-1][1]:
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
        if crowd := re.search("各类?$", self.mentions.text[: out[0][0]] if phrase.tier and out else ""):
            out[0] = (crowd.start(), out[0][1])
        return (phrase.shared, *out) if phrase.shared else tuple(out)
