"""Values that are trusted are those that validation makes; the collector is on again whatever happens."""

import gc

import pytest

from corpus.collecting import uncollected
from corpus.evidence import Evidence, Proof
from corpus.node import Node, walk
from corpus.source_text import Region
from corpus.values import Value

FIELDS: list[tuple[type[Value], dict[str, object]]] = [
    (
        Evidence,
        {
            "document": "0" * 64,
            "text_sha256": "1" * 64,
            "node": "ins-1.art-2",
            "citation": "《考核办法》第二条",
            "spans": ((3, 7), (9, 12)),
            "quote": "未制定预案的",
            "regions": (Region(1, (60.0, 72.5, 120.25, 84.0)),),
        },
    ),
    (
        Proof,
        {
            "how": "literal",
            "reader": "text",
            "rule": "item.text",
            "evidence": (),
            "inputs": (),
            "by": None,
            "reason": None,
        },
    ),
]


@pytest.mark.parametrize(("model", "fields"), FIELDS, ids=[model.__name__ for model, _ in FIELDS])
def test_a_trusted_value_is_the_validated_one(model: type[Value], fields: dict[str, object]) -> None:
    assert set(fields) == set(model.model_fields)
    trusted, validated = model.trusted(dict(fields)), model(**fields)
    assert trusted == validated
    assert hash(trusted) == hash(validated)
    assert repr(trusted) == repr(validated)
    assert trusted.model_dump_json() == validated.model_dump_json()
    assert trusted.model_fields_set == validated.model_fields_set
    assert type(trusted).model_validate(trusted.model_dump()) == validated


def test_a_copy_of_a_trusted_value_leaves_the_others_alone() -> None:
    one, other = (Proof.trusted(dict(FIELDS[1][1])) for _ in range(2))
    changed = one.model_copy(update={"how": "inherited"})
    assert (changed.how, one.how, other.how) == ("inherited", "literal", "literal")
    assert other.model_fields_set == set(Proof.model_fields)


def test_nodes_are_walked_parents_first_in_reading_order() -> None:
    def node(own_id: str, *children: Node) -> Node:
        return Node(id=own_id, kind="article", children=children)

    trees = (node("1", node("1.1", node("1.1.1")), node("1.2")), node("2"))
    assert [found.id for found in walk(trees)] == ["1", "1.1", "1.1.1", "1.2", "2"]


def test_the_collector_is_off_inside_and_on_again_behind() -> None:
    @uncollected
    def work(fails: bool) -> bool:
        if fails:
            raise ValueError("考核表读不出来")
        return gc.isenabled()

    assert gc.isenabled()
    assert work(False) is False
    assert gc.isenabled()
    with pytest.raises(ValueError, match="读不出来"):
        work(True)
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        assert uncollected(gc.isenabled)() is False
        assert not gc.isenabled()
    finally:
        gc.enable()
