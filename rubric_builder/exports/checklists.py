"""All duty checklists of a book of roles: one Word file a role, one workbook with all."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from extract.findings import Role
from extract.notice import Notice
from rubric_builder.exports.checklist import checklist
from rubric_builder.exports.checklist_docx import checklist_docx
from rubric_builder.exports.checklist_xlsx import checklist_xlsx
from rubric_builder.exports.inert import distinct, file_name

WORKBOOK = "职责清单.xlsx"


class Book(Protocol):
    """What holds roles: a duty book."""

    @property
    def roles(self) -> Sequence[Role]:
        """In the order they are listed."""
        ...


def checklist_files(
    roles: Iterable[Role],
    *,
    year: int | None = None,
    notices: Iterable[Notice] = (),
    reviewed: bool = True,
) -> Mapping[str, bytes]:
    """File names and contents: `01_<角色>.docx` … in the roles' order, and the workbook last."""
    known = tuple(notices)
    lists = [checklist(role, year=year, notices=known) for role in roles]
    digits = max(2, len(str(len(lists))))
    names = distinct(file_name(made.role.name) for made in lists)
    files = {
        f"{n:0{digits}}_{name}.docx": checklist_docx(made, reviewed=reviewed)
        for n, (made, name) in enumerate(zip(lists, names, strict=True), 1)
    }
    files[WORKBOOK] = checklist_xlsx(lists, reviewed=reviewed)
    return files


def write_checklists(
    book: Book,
    out: Path,
    *,
    year: int | None = None,
    notices: Iterable[Notice] = (),
    reviewed: bool = True,
) -> list[Path]:
    """Writes the checklists into `out` (made where it is missing) and gives the paths, in the roles' order.

    Without a year a blank is left to fill in by hand; `notices` give the numbers of the documents cited.
    Files of the same names are replaced; nothing else in the folder is touched. Raises OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in checklist_files(book.roles, year=year, notices=notices, reviewed=reviewed).items():
        path = out / name
        part = path.with_name(f".{name}.part")
        part.write_bytes(content)
        part.replace(path)
        written.append(path)
    return written
