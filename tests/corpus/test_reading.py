"""Readings of quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import reading_view, text

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
