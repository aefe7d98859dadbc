"""Notes on a scoring table put on its items: 注：逐项扣分，扣完为止 becomes a cap of every item that loses points."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.findings import Cap
from extract.issues import Issue
from extract.passage import Passage
from extract.table_notes import read_note
from rubric_builder.branches import Branch

_LONG = 120  # characters of a note that its message quotes


@dataclass(slots=True)
class Limited:
    """What notes came to: the caps put on items, and what the reviewer is told of each note."""

    caps: list[Cap] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def limit(branches: Sequence[Branch], notes: Sequence[tuple[Passage, str]]) -> Limited:
    """Put what the notes say of every item on all items of the branches.

    `notes`: each with how it is called (表下附注).
    """
    found = Limited()
    for passage, called in notes:
        sentences = read_note(passage)
        caps = [sentence.cap for sentence in sentences if sentence.cap is not None]
        for branch in branches:
            _put(branch, caps)
        rest = [passage.text[s.start : s.end] for s in sentences if s.cap is None]
        said = passage.text.strip()
        said = said if len(said) <= _LONG else f"{said[:_LONG]}……"
        if not caps:
            message = f"{called}可能影响各项计分，请核对：{said}"
        elif rest:
            message = f"{called}的封顶规定已作为各项的规则；其余内容可能影响各项计分，请核对：{'；'.join(rest)[:_LONG]}"
        else:
            message = f"{called}的封顶规定已作为各项的规则，请核对：{said}"
        found.caps.extend(caps)
        found.issues.append(Issue(code="table-note", severity="info", message=message, node=passage.node))
    return found


def _put(branch: Branch, caps: Sequence[Cap]) -> None:
    branch.limits.extend(caps)
    for child in branch.children:
        _put(child, caps)
