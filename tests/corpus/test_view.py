"""Views: whatever is done to a text's reading, every span of it leads back to source text that contains it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import folded, reading_view, rejoined, unmarked
from corpus.spans import bridged, inside, quote, united
from corpus.view import Edit, View

ALPHABET = "安全生产考核第一条。8分，2 \n\t\u3000⼀⽣１２“”abAB<ol>"
TEXTS = st.text(alphabet=ALPHABET, max_size=60)


@st.composite
def steps(draw: st.DrawFn) -> list[list[tuple[float, float, str]]]:
    """Some steps, each some edits given as fractions of the text's length."""
    edit = st.tuples(st.floats(0, 1), st.floats(0, 1), st.text(alphabet=ALPHABET, max_size=3))
    return draw(st.lists(st.lists(edit, max_size=4), max_size=4))


def edits_of(length: int, fractions: list[tuple[float, float, str]]) -> list[Edit]:
    """Edits that do not overlap, from fractions of a length."""
    out: list[Edit] = []
    at = 0
    for a, b, text in sorted(fractions):
        start, end = sorted((int(a * length), int(b * length)))
        start = max(start, at)
        if start < end:
            out.append(Edit(start, end, text))
            at = end
    return out


@given(TEXTS, steps())
def test_any_steps_lead_back_to_source_that_contains_what_was_read(text: str, sequence: list) -> None:
    view, origin = View.of(text), [frozenset({i}) for i in range(len(text))]
    for fractions in sequence:
        edits = edits_of(len(view.text), fractions)
        origin = tracked(origin, edits)
        view = view.edited(edits)
    assert len(view.text) == len(origin)
    for start in range(len(view.text)):
        for end in (start + 1, len(view.text)):
            spans = view.to_source(start, end)
            covered = {i for a, b in spans for i in range(a, b)}
            wanted = {i for source in origin[start:end] for i in source}
            assert wanted <= covered
            assert spans == bridged(spans, text)


def tracked(origin: list[frozenset[int]], edits: list[Edit]) -> list[frozenset[int]]:
    """Which source characters each character of the edited text was read from: the plain way, character by character."""
    out: list[frozenset[int]] = []
    at = 0
    for edit in edits:
        out += origin[at : edit.start]
        replaced = frozenset().union(*origin[edit.start : edit.end])
        out += [
            replaced if len(edit.text) != edit.end - edit.start else origin[edit.start + i]
            for i in range(len(edit.text))
        ]
        at = edit.end
    return out + origin[at:]


@given(TEXTS)
def test_a_plain_reading_maps_each_unchanged_character_to_itself(text: str) -> None:
    view = View.of(text).step(unmarked, rejoined, folded)
    for i, c in enumerate(view.text):
        if c in "安全生产考核。":
            source = quote(text, view.to_source(i, i + 1))
            assert c in source or source in "⼀⽣"


def test_kangxi_and_wide_forms_are_folded_and_the_source_kept() -> None:
    view = reading_view("⽣产１２分")
    assert view.text == "生产12分"
    assert quote(view.source, view.to_source(0, 4)) == "⽣产１２"


def test_a_line_end_inside_the_span_stays_in_the_quote() -> None:
    source = "责任目标考\n核，注重 and\nmore"
    view = reading_view(source)
    assert view.text == "责任目标考核，注重 and more"
    assert quote(source, view.to_source(3, 6)) == "标考\n核"


def test_dropped_text_between_two_pieces_stays_out_of_the_quote() -> None:
    source = "落实责任\n— 3 —\n目标考核"
    view = View.of(source, [(0, 4), (11, 15)])
    assert view.text == "落实责任目标考核"
    assert view.to_source(2, 6) == ((2, 4), (11, 13))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda p: (min(p), max(p)))))
def test_united_spans_are_sorted_apart_and_cover_the_same(spans: list[tuple[int, int]]) -> None:
    result = united(spans)
    assert {i for a, b in result for i in range(a, b)} == {i for a, b in spans for i in range(a, b)}
    assert all(b < c for (_, b), (c, _) in pairwise(result))
    assert all(inside([s], result) for s in spans if s[0] < s[1])
