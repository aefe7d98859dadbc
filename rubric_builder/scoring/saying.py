"""The calculation in the office's words: 每超出2个百分点扣10分：超出5.3个百分点，按2个完整单位计，扣20分；依据《…》第…行."""

from decimal import Decimal

from rubric_builder.exports.wording import points as said
from rubric_builder.scoring.amounts import ByHand, Chosen, Each, Listed, Once, Picked, Placed, Reckoned, Share
from rubric_builder.scoring.combining import Capped, Cut, Repeated
from rubric_builder.scoring.facts import Fact, as_number
from rubric_builder.scoring.results import Step
from rubric_builder.scoring.terms import Effect, Term


def number(value: Decimal) -> str:
    """A number as printed: exact up to four decimals, else rounded to two, only to be shown.

    >>> number(Decimal("89.99")), number(Decimal(200) / 3)
    ('89.99', '66.67')
    """
    shown = value if value == round(value, 4) else round(value, 2)
    return said(shown)


def found_words(term: Term, fact: Fact) -> str:
    """The fact: 超出5.3个百分点, 有此情形, 第3名."""
    value = fact.value
    match term.amount:
        case Once():
            return "有此情形" if value else "无此情形"
        case Each(unit=unit):
            return f"{term.verb}{said(as_number(value))}{unit}"
        case Share():
            return f"完成{said(as_number(value))}%"
        case Picked(steps=steps):
            return steps[int(as_number(value)) - 1][0] if value else "未达到任何一档"
        case Placed():
            return f"第{said(as_number(value))}名"
        case Listed(each=each, of=of):
            counts = fact.value if isinstance(fact.value, tuple) else ()
            return f"各{of}分别{term.verb}{'、'.join(map(said, counts)) or '0'}{each.unit}"
        case ByHand() | Chosen():
            if term.effect == "repeat":
                return "由考评人员核定"
            return (
                "由考评人员评定" if value else "考评人员未作扣（加）分" if term.effect != "earn" else "由考评人员评定"
            )
        case _:
            return f"{term.verb}{said(as_number(value))}{getattr(term.amount, 'unit', '')}"


def change_words(effect: Effect, points: Decimal) -> str:
    """What it did to the score: 扣20分, 得3分, 加2分, 不扣分."""
    if effect == "zero":
        return "该项不得分" if points else "不受影响"
    if effect == "factor":
        return f"系数为{number(points)}"
    if effect == "repeat":
        return f"重复计的{number(points)}分不计" if points else "没有重复计的分"
    verb, none = {"lose": ("扣", "不扣分"), "earn": ("得", "得0分"), "add": ("加", "不加分")}.get(
        effect, ("计", "计0分")
    )
    if points < 0:
        return f"扣{number(-points)}分"
    return f"{verb}{number(points)}分" if points else none


def sentence(term: Term, fact: Fact, reckoned: Reckoned) -> str:
    """One rule applied to one fact."""
    done = change_words(term.effect, reckoned.points) if reckoned.points is not None else "得分待定"
    note = f"（{fact.note}）" if fact.note else ""
    words = "，".join(filter(None, (found_words(term, fact) + note, reckoned.how, done)))
    return f"{_rule(term.said)}：{words}{_cited(term.cite)}"


def blank_sentence(term: Term, assumed: bool) -> str:
    """A rule whose row was left blank."""
    return f"{_rule(term.said)}：{'未填写，按约定视为没有扣分情形' if assumed else '未填写'}{_cited(term.cite)}"


def cut_sentence(cut: Cut, effect: Effect) -> str:
    """A cap or 就高 that left less than the sum."""
    verb = {"lose": "扣", "earn": "得", "add": "加"}[effect]
    what = {Capped: "按上限计", Repeated: "重复计的分不计"}.get(type(cut.by), "只计最高的一项")
    return f"{_rule(cut.by.said)}：合计{verb}{number(cut.before)}分，{what}，{verb}{number(cut.after)}分{_cited(cut.by.cite)}"


def cut_step(cut: Cut, effect: Effect) -> Step:
    """The step of a cap or 就高: what it changed of a score."""
    off = cut.before - cut.after
    return Step(cut.by.rule, cut_sentence(cut, effect), off if effect == "lose" else -off)


def floor_sentence(name: str, lost: Decimal, full: Decimal) -> str:
    """Deductions that go beyond what an item has."""
    return f"“{name}”标准分{number(full)}分，扣分合计{number(lost)}分，扣完为止，不计负分"


def ceiling_sentence(name: str, earned: Decimal, full: Decimal) -> str:
    """Points that go beyond what an item has."""
    return f"“{name}”得分合计{number(earned)}分，不超过标准分{number(full)}分"


def _rule(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _cited(place: str) -> str:
    return f"；依据{place}" if place else ""
