"""Roles read from a notice made by hand, for the tests of duties."""

from extract.duties import find_roles
from extract.findings import Duty, Role
from extract.notice import Notice
from tests.builders import assert_proved, notice_of

TITLE = "云溪区党政领导干部安全生产责任制实施细则"


def roles_of(rows: list, title: str = TITLE) -> dict[str, Role]:  # type: ignore[type-arg]
    notice = notice_of(rows, title=title)
    roles, _ = find_roles(notice)
    proved(notice, roles)
    return {r.name: r for r in roles}


def proved(notice: Notice, roles: tuple[Role, ...]) -> None:
    for role in roles:
        duties = (*role.duties, *role.general, *role.accountability)
        assert_proved(notice, role, *duties)
        assert {"name", "text"} & set(role.proof) == {"name"}
        assert role.kind == "department" or {f for f in ("tier", "organ", "position") if getattr(role, f)} <= set(
            role.proof
        )
        for duty in duties:
            wanted = {"text"} | {f for f in ("ordinal", "frequency", "due") if getattr(duty, f) is not None}
            assert wanted <= set(duty.proof), duty


def brief(duty: Duty) -> tuple[str | None, str]:
    return duty.ordinal, duty.text


def often(duty: Duty) -> tuple[int, int, str] | None:
    f = duty.frequency
    return (f.at_least, f.every.count, f.every.unit) if f else None
