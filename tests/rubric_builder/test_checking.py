"""The six checks over a whole draft: every kind of corruption is named, with its place."""

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from corpus.evidence import Proof
from corpus.source_text import Region
from rubric_builder.checking import check_draft
from rubric_builder.draft import Draft
from rubric_builder.items import items
from tests.drafts import duty_notice, duty_roles, rubric_draft, rubric_notice, texts_by_sha

NOTICE = rubric_notice()
DRAFT = rubric_draft(NOTICE)
KNOWN = texts_by_sha(NOTICE)


def with_first_criterion(**changes: Any) -> Draft:
    """The draft with its first criterion changed."""
    top = DRAFT.indicators[0]
    leaf = top.children[0]
    criterion = leaf.criteria[0].model_copy(update=changes)
    leaf = leaf.model_copy(update={"criteria": (criterion, *leaf.criteria[1:])})
    top = top.model_copy(update={"children": (leaf, *top.children[1:])})
    return DRAFT.model_copy(update={"indicators": (top, *DRAFT.indicators[1:])})


def found(draft: Draft) -> list[tuple[int, str]]:
    """The faults of a draft: check and place."""
    return [(fault.check, fault.where) for fault in check_draft(draft, KNOWN)]


def test_a_draft_whose_every_field_is_cited_has_no_faults() -> None:
    assert check_draft(DRAFT, KNOWN) == ()


def test_duty_roles_are_checked_by_the_same_rules() -> None:
    notice = duty_notice()
    roles = duty_roles(notice)
    draft = Draft(title=None, year=None, scale=None, roles=roles)
    assert check_draft(draft, texts_by_sha(notice)) == ()
    bare = draft.model_copy(update={"roles": (roles[0].model_copy(update={"proof": {}}),)})
    assert {(f.check, f.where) for f in check_draft(bare, texts_by_sha(notice))} == {
        (3, "role-1#name"),
        (3, "role-1#position"),
    }


def test_a_field_without_a_proof_is_a_fault_that_names_it() -> None:
    criterion = DRAFT.indicators[0].children[0].criteria[0]
    proof = {name: p for name, p in criterion.proof.items() if name != "points"}
    (fault,) = check_draft(with_first_criterion(proof=proof), KNOWN)
    assert (fault.check, fault.where) == (3, "ind-1.1.c1#points")
    assert "没有依据" in fault.message


def test_a_value_that_its_quote_does_not_say() -> None:
    assert found(with_first_criterion(text="每半年召开1次专题会议，研究本辖区突出问题。")) == [(3, "ind-1.1.c1#text")]


def test_points_that_are_changed_fail_their_quote_and_the_sum_above() -> None:
    assert found(with_first_criterion(points=Decimal(16))) == [(3, "ind-1.1.c1#points"), (6, "ind-1.1#points")]


def test_evidence_is_held_against_the_source() -> None:
    criterion = DRAFT.indicators[0].children[0].criteria[0]
    evidence = criterion.proof["text"].evidence[0]

    def with_evidence(**changes: Any) -> list[tuple[int, str]]:
        proof = criterion.proof["text"].model_copy(update={"evidence": (evidence.model_copy(update=changes),)})
        return found(with_first_criterion(proof={**criterion.proof, "text": proof}, evidence=()))

    assert with_evidence() == []
    assert with_evidence(spans=((evidence.spans[0][0] + 1, evidence.spans[0][1] + 1),)) == [(1, "ind-1.1.c1#text")]
    assert with_evidence(quote=evidence.quote.replace("1次", "2次"))[0] == (3, "ind-1.1.c1#text")
    assert set(with_evidence(node="ins-1.art-1")) == {(2, "ind-1.1.c1#text")}
    assert with_evidence(citation="《云溪区安全生产工作考核办法》第九十九条") == [(2, "ind-1.1.c1#text")]
    assert with_evidence(node="ins-1.art-99") == [(2, "ind-1.1.c1#text")]
    assert with_evidence(regions=(Region(1, (0.0, 0.0, 9.0, 9.0)),)) == [(5, "ind-1.1.c1#text")]
    assert with_evidence(document="f" * 64) == [(1, "ind-1.1.c1#text")]


def test_a_level_that_is_not_the_indicators_depth() -> None:
    first = DRAFT.indicators[0].model_copy(update={"level": 2})
    draft = DRAFT.model_copy(update={"indicators": (first, *DRAFT.indicators[1:])})
    assert [(f.check, f.where) for f in check_draft(draft, KNOWN)] == [(4, "ind-1#level")]


@pytest.mark.parametrize(
    ("value", "inputs", "faults"),
    [
        (25, ("ind-1.1.c1#points", "ind-1.1.c2#points"), []),
        (25, ("ind-1.1.c1#points", "ind-1.1.c9#points"), [(4, "ind-1.1#points")]),
        (25, (), [(4, "ind-1.1#points")]),
        (24, ("ind-1.1.c1#points", "ind-1.1.c2#points"), [(4, "ind-1.1#points"), (6, "ind-1#points")]),
    ],
)
def test_computed_points_replay_from_the_fields_they_name(
    value: int, inputs: tuple[str, ...], faults: list[tuple[int, str]]
) -> None:
    top = DRAFT.indicators[0]
    leaf = top.children[0]
    proof = {**leaf.proof, "points": Proof(how="computed", reader="total", inputs=inputs)}
    leaf = leaf.model_copy(update={"points": Decimal(value), "proof": proof})
    top = top.model_copy(update={"children": (leaf, *top.children[1:])})
    assert found(DRAFT.model_copy(update={"indicators": (top, *DRAFT.indicators[1:])})) == faults


@pytest.mark.parametrize(
    ("by", "reason", "sound"), [("王芳", "原文漏印", True), ("王芳", " ", False), (None, "漏印", False)]
)
def test_a_human_value_names_person_and_reason(by: str | None, reason: str, sound: bool) -> None:
    proof = {**DRAFT.proof, "year": Proof(how="human", by=by, reason=reason)}
    assert found(DRAFT.model_copy(update={"year": 2026, "proof": proof})) == ([] if sound else [(4, "draft#year")])


def test_sums_are_held_against_parent_and_scale_unless_a_person_signed_just_that_difference() -> None:
    proof = {**DRAFT.proof, "scale": Proof(how="human", by="王芳", reason="按百二十分折算")}
    draft = DRAFT.model_copy(update={"scale": 120, "proof": proof})
    (fault,) = check_draft(draft, KNOWN)
    assert (fault.check, fault.where) == (6, "draft#scale")
    assert "合计100，应为120" in fault.message
    assert check_draft(draft, KNOWN, signed={"draft": Decimal(-20)}) == ()
    assert len(check_draft(draft, KNOWN, signed={"draft": Decimal(-19)})) == 1


def test_an_id_used_twice_is_a_fault() -> None:
    assert (4, "ind-2") in found(DRAFT.model_copy(update={"indicators": (*DRAFT.indicators, DRAFT.indicators[1])}))


def test_every_record_has_an_id_of_its_own() -> None:
    ids = [item.id for item in items(DRAFT.model_copy(update={"roles": duty_roles(duty_notice())}))]
    assert len(ids) == len(set(ids))
    assert {"draft", "subject-1", "ind-1.1.c2.r1", "ind-1.1.c2.r2", "bonus-1", "veto-1", "grade-3"} <= set(ids)


def test_a_draft_from_a_file_is_checked_where_nothing_was_extracted_before() -> None:
    """The readings that proofs name are known without their finders having been used in the same run."""
    program = (
        "from corpus import reading; from rubric_builder.checking import check_draft; "
        "from rubric_builder.draft import Draft; check_draft(Draft(title=None, year=None, scale=None), {}); "
        "print(reading.read('ordinal', '（二）'), reading.read('duty-due', '12月底前'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
