"""The tables of wording: every row has an id of its own and an example that it reads."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from corpus import reading
from extract.findings import Per
from extract.rules.asides import AFTERWORDS, Afterword
from extract.rules.clauses import sentences
from extract.rules.counting import COUNTS, Count
from extract.rules.enumerations import FAMILIES, Family, told_apart
from extract.rules.grammar import Doubt, read_stretch
from extract.rules.phrases import PHRASES, Phrase
from extract.rules.quantities import UNITS
from extract.rules.signals import SIGNALS, Signal, signals


def test_ids_are_unique() -> None:
    rows = (*PHRASES, *COUNTS, *SIGNALS, *AFTERWORDS, *FAMILIES)
    assert [row_id for row_id, n in Counter(row.id for row in rows).items() if n > 1] == []


@pytest.mark.parametrize("phrase", PHRASES, ids=[p.id for p in PHRASES])
def test_an_example_is_read_by_its_own_row(phrase: Phrase) -> None:
    text = phrase.example
    assert text[-1] in phrase.ends
    (sentence,) = sentences(text)
    read = read_stretch(text, sentence.stretches[-1])
    if phrase.id == "note.places":
        assert read == Doubt("wording")  # it announces scores; without any it is not understood
    elif phrase.kind in ("reference", "note"):
        assert read == ()
    else:
        assert not isinstance(read, Doubt)
        assert phrase.id in [clause.phrase.id for clause in read]


@pytest.mark.parametrize("count", COUNTS, ids=[c.id for c in COUNTS])
def test_a_count_is_found_before_a_score(count: Count) -> None:
    text = f"{count.example}扣1分"
    (sentence,) = sentences(text)
    read = read_stretch(text, sentence.stretches[0])
    assert not isinstance(read, Doubt)
    (clause,) = read
    assert clause.count is not None
    assert clause.count.id == count.id
    assert clause.per is not None


@pytest.mark.parametrize("signal", SIGNALS, ids=[s.id for s in SIGNALS])
def test_a_signal_marks_its_example(signal: Signal) -> None:
    assert signals(signal.example, 0, len(signal.example))


WORDINGS = [row.example for row in (*PHRASES, *SIGNALS, *COUNTS)]


@pytest.mark.parametrize("signal", SIGNALS, ids=[s.id for s in SIGNALS])
def test_a_signal_begins_with_what_its_row_opens_with(signal: Signal) -> None:
    pattern, opens = re.compile(signal.pattern), re.compile(f"[{signal.opens}]")
    for text in (f"{one}，{other}" for one in WORDINGS for other in WORDINGS):
        for found in pattern.finditer(text):
            assert opens.match(found[0])


@pytest.mark.parametrize("phrase", [p for p in PHRASES if p.needs], ids=[p.id for p in PHRASES if p.needs])
def test_a_phrase_holds_one_of_the_characters_that_it_needs(phrase: Phrase) -> None:
    for text in (one + other for one in ("", *WORDINGS) for other in WORDINGS):
        found = phrase.compiled.search(text)
        assert found is None or not set(phrase.needs).isdisjoint(found[0])


@pytest.mark.parametrize("afterword", AFTERWORDS, ids=[a.id for a in AFTERWORDS])
def test_an_afterword_changes_nothing(afterword: Afterword) -> None:
    text = f"未开展的，扣1分，{afterword.example}"
    (sentence,) = sentences(text)
    read = read_stretch(text, sentence.stretches[0])
    assert not isinstance(read, Doubt)
    assert len(read) == 1


@pytest.mark.parametrize("family", FAMILIES, ids=[f.id for f in FAMILIES])
def test_members_of_a_family_are_told_apart(family: Family) -> None:
    members = family.example.count("、") + 1
    assert len(told_apart(family.example, members)) == members
    assert told_apart(family.example, members + 1) == ()


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_read_back_whole(unit: str) -> None:
    assert reading.read("per", f"每少2{unit}") == Per(count=Decimal(2), unit=unit)


READINGS = [
    ("points", "10分", "10"),
    ("points", "０．５ 分", "0.5"),
    ("points", "半分", "0.5"),
    ("points", "十五分", "15"),
    ("points", "+2", "2"),
    ("range-low", "1—3分", "1"),
    ("range-high", "0.5至2分", "2"),
    ("rank-first", "前三名", "1"),
    ("rank-last", "第4—6名", "6"),
    ("rank-first", "4—6名其余", "7"),
    ("rank-last", "第7名及以后", "None"),
    ("rank-last", "第六名至第十名", "10"),
    ("polarity", "最高扣", "deduct"),
    ("polarity", "奖励", "bonus"),
    ("polarity", "满分", "award"),
    ("sign", "减", "-1"),
    ("sign", "加", "1"),
]


@pytest.mark.parametrize(("reader", "quote", "value"), READINGS, ids=[f"{r[0]} {r[1]}" for r in READINGS])
def test_readers(reader: str, quote: str, value: str) -> None:
    assert str(reading.read(reader, quote)) == value


@pytest.mark.parametrize(
    ("reader", "quote"), [("points", "分"), ("per", "每"), ("range-low", "3—1分"), ("rank-first", "末位")]
)
def test_readers_refuse_what_they_cannot_read(reader: str, quote: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        reading.read(reader, quote)
