"""The duty book: every role that the notices bind, with its duties, one checklist a role."""

from collections.abc import Iterable, Sequence

from corpus.values import Value
from extract.duties import find_roles
from extract.findings import Duty, Role
from extract.issues import Issue
from extract.notice import Notice
from rubric_builder.draft import Draft, Source


class DutyBook(Value):
    """Roles in the order of the notices, leaders before departments; the files they come from; what needs a person's eye."""

    roles: tuple[Role, ...] = ()
    sources: tuple[Source, ...] = ()
    issues: tuple[Issue, ...] = ()


def build_duties(notices: Sequence[Notice]) -> DutyBook:
    """The duty book of some notices. A role that several instruments or files bind under one name is one role.

    Takes about a second more the first time, when spaCy is imported.
    """
    found: dict[tuple[str, str], Role] = {}
    issues: list[Issue] = []
    for notice in notices:
        roles, doubtful = find_roles(notice)
        issues += doubtful
        for role in roles:
            key = (role.kind, role.name)
            found[key] = joined(found[key], role) if key in found else role
    ordered = sorted(found.values(), key=lambda role: role.kind == "department")
    return DutyBook(
        roles=tuple(numbered(role, number) for number, role in enumerate(ordered, 1)),
        sources=tuple(_source(notice) for notice in notices),
        issues=tuple(dict.fromkeys(issues)),
    )


def with_duties(draft: Draft, notices: Sequence[Notice]) -> Draft:
    """The draft with the duty book of the notices in it, to be reviewed with it."""
    book = build_duties(notices)
    known = {source.document for source in draft.sources}
    return draft.model_copy(
        update={
            "roles": book.roles,
            "sources": (*draft.sources, *(source for source in book.sources if source.document not in known)),
            "issues": tuple(dict.fromkeys((*draft.issues, *book.issues))),
        }
    )


def joined(role: Role, other: Role) -> Role:
    """The role with the other's duties after its own; name, tier, organ and position stay proved by the first."""
    return role.model_copy(
        update={
            "evidence": tuple(dict.fromkeys((*role.evidence, *other.evidence))),
            "duties": role.duties + other.duties,
            "general": role.general + other.general,
            "accountability": role.accountability + other.accountability,
        }
    )


def numbered(role: Role, number: int) -> Role:
    """The role as `role-<number>`, its duties numbered after it (`role-1.duty-2`)."""
    role_id = f"role-{number}"

    def renumbered(kind: str, duties: Iterable[Duty]) -> tuple[Duty, ...]:
        return tuple(duty.model_copy(update={"id": f"{role_id}.{kind}-{n}"}) for n, duty in enumerate(duties, 1))

    return role.model_copy(
        update={
            "id": role_id,
            "duties": renumbered("duty", role.duties),
            "general": renumbered("general", role.general),
            "accountability": renumbered("accountability", role.accountability),
        }
    )


def _source(notice: Notice) -> Source:
    document = notice.source.document
    return Source(document=document.sha256, text_sha256=notice.source.sha256, file=document.file)
