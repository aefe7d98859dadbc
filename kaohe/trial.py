"""`kaohe demo --serve`: the review page on the samples, with four people to try the whole year as."""

import sys
from pathlib import Path

from kaohe.storing import open_store

PASSWORD = "云溪试用-2026"
PEOPLE = (
    ("jingban", "王芳", ["handler"]),
    ("fuhe", "李建国", ["checker"]),
    ("qianfa", "赵敏", ["issuer"]),
    ("admin", "系统管理员", ["admin"]),
)
"""(user name, name, roles) of an invented office."""


def try_out(data: Path, *, port: int, browser: bool) -> None:
    """Prepares an installation with the samples in `data` where there is none yet, and serves it until stopped."""
    from kaohe.serving import serve

    open_store(data, create=True)
    from review_ui.models import Person, Rubric

    if not Person.objects.exists():
        _furnish(data)
    number = Rubric.objects.order_by("pk").values_list("pk", flat=True).first()
    said = "\n".join(f"  {name}（{_role(roles)}）：登录名 {username}" for username, name, roles in PEOPLE)
    print(f"试用人员，口令都是 {PASSWORD}\n{said}", file=sys.stderr, flush=True)
    serve(
        data=data, host="127.0.0.1", port=port, database=None, password_file=None, browser=browser,
        first_page=f"login?next=/rubrics/{number}/",
    )  # fmt: skip


def _furnish(data: Path) -> None:
    from corpus.samples import paths
    from kaohe.stored import save_draft
    from review_ui.models import Person

    for username, name, roles in PEOPLE:
        Person.objects.create_person(username, name, PASSWORD, roles, must_change_password=False)
    save_draft(list(paths().values()), None, data=data, person="王芳")


def _role(roles: list[str]) -> str:
    from review_ui.models import Role

    return "、".join(Role(role).label for role in roles)
