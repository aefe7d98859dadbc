"""An office at work: its people, the bundled samples read, a rubric of them under review."""

from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command

PASSWORD = "云溪安委办-2025-口令"

PEOPLE = (
    ("wangfang", "王芳", ["handler"]),
    ("lijianguo", "李建国", ["checker"]),
    ("zhaomin", "赵敏", ["issuer"]),
    ("admin", "系统管理员", ["admin"]),
)
"""(user name, name, roles)"""


@dataclass(frozen=True)
class Office:
    """Ids of what is there. `notices`: the 考核办法 (PDF) and the 责任制实施细则 (DOCX)."""

    data: Path
    notices: tuple[int, int]
    rubric: int


def open_office(data: Path) -> Office:
    """Fills an empty database of this process."""
    from corpus import samples
    from review_ui.jobs import runner, uploads
    from review_ui.models import Rubric

    call_command("migrate", verbosity=0)
    handler = hire()
    notices = []
    for path in samples.paths().values():
        with path.open("rb") as file:
            notices.append(uploads.receive(handler, path.name, file)[0])
    rubric = uploads.start_rubric(handler, notices)
    runner.work_off()
    rubric.refresh_from_db()
    assert rubric.stage == Rubric.Stage.REVIEW, rubric.error
    return Office(data, (notices[0].pk, notices[1].pk), rubric.pk)


def hire() -> "Person":  # noqa: F821
    """Makes the people; returns the handler."""
    from review_ui.models import Person

    for username, name, roles in PEOPLE:
        Person.objects.create_person(username, name, PASSWORD, roles, must_change_password=False)
    return Person.objects.get(name="王芳")


def settle_all(rubric_id: int, name: str = "王芳") -> "Folded":  # noqa: F821
    """Settles each open choice of a rubric with its first answer, like ones together; returns the rubric then."""
    from review_ui import ledger
    from review_ui.models import Person, Rubric
    from rubric_builder.questions import alike, open_of

    folded = ledger.load(Rubric.objects.get(pk=rubric_id))
    for group in alike(open_of(folded.questions)):
        choices, option = [each.id for each in group.questions], group.options[0][0]
        content = {"kind": "settle", "choices": choices, "option": option, "reason": "按上年口径"}
        folded = ledger.act(Person.objects.get(name=name), rubric_id, content, None, f"settle-{rubric_id}-{choices[0]}")
    return folded


if __name__ == "__main__":  # the people alone, in a process of its own
    from kaohe.storing import open_store

    open_store(create=True)
    hire()
