"""Errors that staff are told."""

import pickle

import pytest

from corpus.errors import Blocked, KaoheError, Unreadable
from review_ui.jobs.workers import Lost
from rubric_builder.decisions import Stale

ERRORS = [Unreadable("ole", "读不了"), Blocked("total", "合计不符"), Lost("worker.died", "异常退出")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_an_error_comes_whole_out_of_a_child_process(error: KaoheError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.code, again.message, str(again)) == (type(error), error.code, error.message, str(error))


def test_what_an_error_holds_besides_comes_too() -> None:
    error = Stale.__new__(Stale, "已有新的决定")
    error.code, error.message, error.__dict__["more"] = "stale", "已有新的决定", (1, 2)
    assert pickle.loads(pickle.dumps(error)).__dict__ == error.__dict__
