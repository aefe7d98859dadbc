"""A decision that can't be carried out."""

from typing import NoReturn

from corpus.errors import Blocked
from rubric_builder.decisions import Decision, described


class Impossible(Blocked):
    """A decision that can't be carried out; `why` is the reason alone."""

    def __init__(self, decision: Decision, why: str) -> None:
        super().__init__("decision.impossible", f"第{decision.sequence}条{described(decision)}不能执行：{why}")
        self.why = why


def refuse(decision: Decision, why: str) -> NoReturn:
    """Raises `Impossible`: which decision can't be carried out, and why."""
    raise Impossible(decision, why)
