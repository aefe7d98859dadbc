"""Whether what stands below an opening is said of somebody else than those it names, or of some of them."""

from extract.duties import knowledge
from extract.duties.binding import Opening
from extract.duties.clauses import Clause
from extract.duties.subjects import Subject


def narrows(inner: Opening, above: Opening, clause: Clause) -> bool:
    """Whether an opening below another names somebody of its own: a post, or one organ where the one above names organs."""
    if all(s.position for s in inner.subjects):
        return True
    if any(s.position for s in (*inner.subjects, *above.subjects)) or not all(s.organ for s in inner.subjects):
        return False
    return inner.way == "heading" or (inner.way == "list" and bool(clause.node.children))


def of_its_members(named: tuple[Subject, ...], opening: Opening) -> bool:
    """Whether a text under an organ's name tells what those who hold posts in such an organ must do."""
    posts = [s for s in named if s.position]
    return bool(posts) and all(s.organ for s in posts) and not any(s.position for s in opening.subjects)


def as_narrow(subject: Subject, said: Subject) -> bool:
    """Whether a subject is not wider than what is said: an article on 领导班子成员 is not meant by an item on 区长."""
    if subject.position_class is None:
        return said.position_class is None
    return subject.position_class != "member" or said.position_class == "member"


def posts_among(named: tuple[Subject, ...], opening: Opening) -> tuple[Subject, ...]:
    """Those of the named who hold a post, where the opening names a kind of people only: 组织部长 of 常委会其他成员."""
    if any(s.position_class not in ("other", "member") for s in opening.subjects):
        return ()
    return tuple(s for s in named if s.position_class in ("head", "deputy") and s.kind != "collective")


def held_by_one(subject: Subject) -> bool:
    """Whether it is a post that one person holds though no organ stands before it: 组织委员, 驻村干部; not 副职."""
    posted = subject.rule.startswith("position.") and subject.position_class in ("deputy", "staff")
    return posted and subject.words not in knowledge.INHERITING and not subject.words.endswith("副职")
