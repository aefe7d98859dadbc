"""What a person may do on the review page now, and what the page says where they may not."""

from dataclasses import dataclass

from review_ui.ledger import closed_because
from review_ui.models import Person, Role, Rubric
from rubric_builder.folding import Folded
from rubric_builder.signatures import holding


@dataclass(frozen=True, slots=True)
class Rights:
    """`why`: why the page is for reading only; `warning`: what deciding would bring about. Empty where nothing is."""

    decide: bool
    comment: bool
    why: str = ""
    warning: str = ""


def rights(person: Person, rubric: Rubric, folded: Folded) -> Rights:
    """The rights of a person on a rubric as it stands."""
    closed = closed_because(rubric)
    if closed is not None:
        return Rights(False, False, closed.message)
    state = folded.state
    if state.stage == "已签发":
        return Rights(False, False, "本稿三人已签字（已签发），不能再改动；确需更正的，请先在签批页退回并写明理由。")
    comment = person.has(Role.HANDLER, Role.CHECKER, Role.ISSUER)
    if not person.has(Role.HANDLER):
        words = "核对由经办人负责，您可以查看和批注。" if comment else "您的角色是查阅，本页只供查看。"
        return Rights(False, comment, words)
    signed = "、".join(f"{s.person}（{s.stage}）" for s in holding(state.signatures))
    warning = f"{signed}已签字；此后再有改动，签字即作废，须重新签。" if signed else ""
    return Rights(True, comment, "", warning)
