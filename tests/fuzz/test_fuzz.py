"""The fuzzer itself: what it makes repeats, and a little of it is tried with every run of the tests."""

from random import Random

import pytest

from corpus.errors import Unreadable
from corpus.source_text import CharBoxes, Line, Remark, SourceDocument, SourceText
from ingest.dispatch import dispatch
from ingest.limits import Limits
from tests.fuzz import mutation
from tests.fuzz.seeds import Seed, composed
from tests.fuzz.soundness import faults

SMALL = [seed for seed in composed() if len(seed[1]) < 40_000]


@pytest.mark.parametrize("seed", SMALL, ids=[name for name, _ in SMALL])
def test_what_is_spoilt_is_read_soundly_or_refused(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.scan.available", lambda: False)
    name, data = seed
    for turn in range(12):
        assert outcome(mutation.spoilt(Random(turn), data), name) in ([], "refused"), turn


def outcome(data: bytes, name: str) -> list[str] | str:
    """What is wrong with what is read; how it is refused."""
    try:
        return faults(dispatch(data, name, Limits()))
    except Unreadable as error:
        return error.message if error.code == "fault" else "refused"


@pytest.mark.parametrize("seed", SMALL, ids=[name for name, _ in SMALL])
def test_a_series_repeats_and_changes_the_file(seed: Seed) -> None:
    series = [mutation.spoilt(Random(turn), seed[1]) for turn in range(8)]
    assert series == [mutation.spoilt(Random(turn), seed[1]) for turn in range(8)]
    assert any(data != seed[1] for data in series)


@pytest.mark.parametrize("spoil", [mutation.anywhere, mutation.numbers, mutation.words, mutation.lines, mutation.tags, mutation.package, mutation.objects, mutation.stream])  # fmt: skip
def test_whatever_is_left_of_a_file_can_be_spoilt_again(spoil: mutation.Mutation) -> None:
    for data in (b"", b"x", b"<x>1</x>", b"PK\3\4", b"%PDF-1 0 obj endobj"):
        for turn in range(20):
            assert isinstance(spoil(Random(turn), data), bytes)


def test_faults_are_seen() -> None:
    def source(text: str, *, lines: tuple[Line, ...] = (), remarks: tuple[Remark, ...] = ()) -> SourceText:  # fmt: skip
        document = SourceDocument("d" * 64, "甲.txt", "text/plain", "test/1")
        return SourceText(document, text, CharBoxes.none(len(text)), lines, (), remarks)

    assert faults(source("一\n二", lines=(Line(0, 1), Line(2, 3)))) == []
    assert faults(source("一\n二", lines=(Line(0, 2), Line(1, 3)))) == ["lines that overlap"]
    assert faults(source("一", remarks=(Remark("x", "x", 0, 2),))) == ["a remark beyond the text"]
    assert faults(source("一", lines=(Line(0, 1, indent=float("nan")),))) == ["stored, it comes back as another"]
