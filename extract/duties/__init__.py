"""Duties by role and department, with how often and by when, from the clauses of a notice.

Find (`finding`, `assignments`, `role_tables`, `general`) → resolve (`roles.gather`) → build (`roles.build`). The spans
are found by a spaCy pipeline (`pipeline`), which is imported only where a notice is searched.
"""

from extract.duties.finding import bindings
from extract.duties.general import accountability
from extract.duties.roles import build, gather
from extract.findings import Role
from extract.issues import Issue
from extract.nicknames import find_nicknames
from extract.notice import Notice

__all__ = ["find_roles"]


def find_roles(notice: Notice) -> tuple[tuple[Role, ...], tuple[Issue, ...]]:
    """Every role that a notice binds, with its duties, and what a reviewer must look at.

    Roles of one instrument that go by one name are one role; two instruments of a file keep their roles apart.
    """
    nicknames = {found.name: found.full for found in find_nicknames(notice)}
    roles: list[Role] = []
    issues: list[Issue] = []
    instruments = {instrument.id: instrument for instrument in notice.outline.instruments}
    for instrument_id, bounds, unclear in bindings(notice):
        if bounds:
            bounds = [*bounds, *accountability(notice, instruments[instrument_id])]
        gathered, loose = gather(bounds, nicknames)
        built, doubtful = build(gathered, len(roles) + 1)
        roles += built
        issues += [*unclear, *loose, *doubtful]
    return tuple(roles), tuple(dict.fromkeys(issues))
