"""One instrument's blocks, as they are gathered: its head, its text, its foot."""

from dataclasses import dataclass, field

from extract.letterhead import FootRole
from extract.paragraphs import Block, Paragraph


@dataclass(slots=True)
class Part:
    """One instrument's blocks: `titles` are the lines of its own title, `announced_by` where another names it instead."""

    masthead: list[Paragraph] = field(default_factory=list)
    number: Paragraph | None = None
    titles: list[Paragraph] = field(default_factory=list)
    announced_by: Paragraph | None = None
    head: list[Paragraph] = field(default_factory=list)  # what else stands in the head: bracketed dates, 签发人 …
    recipients: Paragraph | None = None
    marker: Paragraph | None = None
    body: list[Block] = field(default_factory=list)
    foot: list[tuple[FootRole | str, Paragraph]] = field(default_factory=list)
    closed: bool = False  # its date has been passed

    @property
    def title_text(self) -> str:
        """The title's lines joined, or the announced title."""
        lines = self.titles or ([self.announced_by] if self.announced_by else [])
        return "".join(p.text for p in lines)

    @property
    def empty(self) -> bool:
        """Whether nothing has been put into it."""
        return not (self.body or self.titles or self.number or self.masthead or self.foot or self.announced_by)

    def blocks(self) -> list[Block]:
        """All its blocks."""
        single = [p for p in (self.number, self.recipients, self.marker) if p]
        return [*self.masthead, *single, *self.titles, *self.head, *self.body, *(p for _, p in self.foot)]
