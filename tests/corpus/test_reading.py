"""Readings of quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import iso_date, reading_view, text

SIGNS = st.sampled_from([*"安全2<>/br \t\n\r\f\v\u3000\xa0ａ５．⺠⼀豈", "<br>", "ab\ncd"])


@given(st.lists(SIGNS, max_size=12).map("".join) | st.text(max_size=20))
def test_a_quote_reads_as_its_view_does(quote: str) -> None:
    assert text(quote) == reading_view(quote).text.strip()


@pytest.mark.parametrize(
    ("quote", "plain"),
    [("扣２分", "扣2分"), (" 未开\n展 ", "未开展"), ("⼀般", "一般"), ("得1分<br>", "得1分"), ("按 期", "按 期")],
)
def test_text(quote: str, plain: str) -> None:
    assert text(quote) == plain


@pytest.mark.parametrize(
    "year", ["二〇二〇", "二○二○", "二零二零", "二O二O", "二o二0", "二0二0", "二О二О", "二◯二〇", "2020"]
)
def test_years_and_what_is_typed_for_their_zeros(year: str) -> None:
    assert iso_date(f"{year}年五月二十日") == "2020-05-20"
