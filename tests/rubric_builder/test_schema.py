"""Hashes that outlive the program that made them."""

from typing import Any

from corpus.values import Value
from rubric_builder.schema import canonical, fingerprint


class Then(Value):
    """A value as an earlier program knew it."""

    kind: str = "then"
    name: str
    points: int | None = None
    parts: tuple["Then", ...] = ()


class Now(Then):
    """The same with a field more, also in its parts."""

    note: str | None = None
    tags: tuple[str, ...] = ()
    more: dict[str, Any] = {}  # noqa: RUF012  as pydantic takes it


def test_a_field_more_that_says_nothing_leaves_the_hash_as_it_was() -> None:
    assert fingerprint(Now(name="甲", parts=(Now(name="乙"),))) == fingerprint(
        Then(name="甲", parts=(Then(name="乙"),))
    )


def test_whatever_is_said_counts() -> None:
    one = Now(name="甲")
    others = [
        Now(name="乙"), Now(name="甲", kind="now"), Now(name="甲", points=0), Now(name="甲", note=""), Now(name="甲", tags=("",)),
        Now(name="甲", more={"a": False}), Now(name="甲", parts=(Now(name="甲"),)),
    ]  # fmt: skip
    hashes = {fingerprint(value) for value in (one, *others)}
    assert len(hashes) == len(others) + 1


def test_what_is_published_keeps_every_key() -> None:
    assert b'"points":null' in canonical(Then(name="甲"))
