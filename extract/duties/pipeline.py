"""The spaCy pipeline that finds organs, positions, tiers, departments, periods and deadlines in a text.

A blank `zh` with one token a character, a SpanRuler fed with the phrase tables, and components of our own for what is a
pattern. Importing this module imports spaCy (about 1 s): import it inside the function that needs it.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import SpanRuler
from spacy.tokens import Doc

from extract.duties import knowledge, periods
from extract.duties.departments import named_departments
from extract.duties.mentions import Mention, Mentions

SPANS = "duties"
"""The key of `doc.spans` that the pipeline writes to."""

# --- tables as patterns -----------------------------------------------------------------------------------------------

_UNIT = "|".join(sorted((row.pattern for row in knowledge.TIER_UNITS), key=len, reverse=True))
_BESIDE = rf"(?:{_UNIT}|{'|'.join(knowledge.TIERS_BESIDE)})"
_ONE_TIER = rf"(?:{_UNIT})(?:[（(]{_BESIDE}(?:[、/和]{_BESIDE})*[）)](?:[县区](?!长))?)?"
TIER = rf"(?:{'|'.join(knowledge.ANY_TIER)}|{_ONE_TIER}(?:(?:[、/]|和|及|与|以及){_ONE_TIER}){{0,4}}(?:两级|三级|四级|级)?)"
"""One tier or several that are named together: 乡镇（街道）, 市、区两级."""
_NOT_A_HEAD = "期远效久江三角度大春征廊跑城假官"
TITLE = rf"(?:常务|其他)?副?{_ONE_TIER}长(?![{_NOT_A_HEAD}])"
"""The heads of governments, whose title names the tier: 区长, 常务副县（区）长."""

PATTERNS: dict[str, tuple[knowledge.Row, ...]] = {
    "TIER": (knowledge.Row("tier.names", TIER, "tier", "市、区两级"),),
    "TITLE": (knowledge.Row("title.chief", TITLE, "head", "常务副区长"),),
    "MODIFIER": knowledge.MODIFIERS,
    "PERIOD": periods.PERIODS,
    "COUNT": periods.COUNTS,
    "DEADLINE": periods.DEADLINES,
}
"""The pattern tables by the label of what they find; each is one component of the pipeline."""

RULED: dict[str, tuple[knowledge.Row, ...]] = {
    "ORGAN": knowledge.ORGANS,
    "POSITION": knowledge.POSITIONS,
    "OBLIGATION": knowledge.OBLIGATIONS,
}
"""The phrase tables by the label of what they find; the SpanRuler is fed with them."""

# --- components -------------------------------------------------------------------------------------------------------


def _add(doc: Doc, start: int, end: int, label: str, rule: str) -> None:
    span = doc.char_span(start, end, label=label, span_id=rule, alignment_mode="expand")
    if span is not None:
        doc.spans[SPANS].append(span)


def _text(doc: Doc) -> str:
    """The text of a doc, put together once: `doc.text` walks over every token each time."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return cast(str, doc.user_data["text"])


def _everywhere(pattern: str) -> re.Pattern[str]:
    """The pattern as one that matches at every character, overlapping: its group 1 is the match."""
    return re.compile(f"(?=({pattern}))")


@Language.factory("duty_patterns", default_config={"table": "PERIOD"})
def duty_patterns(nlp: Language, name: str, table: str) -> Callable[[Doc], Doc]:
    """Spans for every row of one pattern table."""
    overlapping = table in ("TIER", "TITLE", "MODIFIER")
    rows = [(row.id, _everywhere(row.pattern) if overlapping else re.compile(row.pattern)) for row in PATTERNS[table]]
    first = re.compile(_ONE_TIER)

    def add(doc: Doc) -> Doc:
        text = _text(doc)
        for rule, pattern in rows:
            for found in pattern.finditer(text):
                start, end = _stripped(text, *found.span(1 if overlapping else 0))
                _add(doc, start, end, table, rule)
                if table == "TIER" and (one := first.match(text, start)) and one.end() < end:
                    _add(doc, start, one.end(), table, rule)  # 市、区 is also 市
        return doc

    return add


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space around it."""
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())


@Language.component("duty_departments")
def duty_departments(doc: Doc) -> Doc:
    """Spans for names of departments."""
    for start, end, rule in named_departments(_text(doc)):
        _add(doc, start, end, "DEPARTMENT", rule)
    return doc


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The pipeline, built once."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
    ruler = cast(SpanRuler, nlp.add_pipe("span_ruler", name="duty_phrases", config={"spans_key": SPANS}))
    ruler.add_patterns(
        [{"label": label, "pattern": row.pattern, "id": row.id} for label, rows in RULED.items() for row in rows]
    )
    for table in PATTERNS:
        nlp.add_pipe("duty_patterns", name=f"duty_{table.lower()}s", config={"table": table})
    nlp.add_pipe("duty_departments")
    return nlp


@lru_cache(maxsize=4096)
def mentions(text: str) -> Mentions:
    """What the pipeline finds in a text, in reading order. Offsets are characters of `text`."""
    if not text.strip():
        return Mentions(text, ())
    doc = pipeline()(text)
    found = {Mention(s.label_, s.start_char, s.end_char, s.id_) for s in doc.spans[SPANS]}
    return Mentions(text, tuple(sorted(found, key=lambda m: (m.start, m.end, m.label))))
