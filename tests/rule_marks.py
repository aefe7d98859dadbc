"""A sentence's rules in a few signs, to write down what a real document's sentences say without copying them.

`-2` 扣2分, `-0.5/例` 每例扣0.5分, `+8` 得8分, `^2/次<3` 加2分（最高3分）, `-1~3` 酌情扣1—3分, `0` 不得分, `<5` 封顶, `<-` 扣完为止,
`%` 按比例, `x2` 加倍, `*系数`, `!` 否决, `?` 未能识别; `@` where a base is known.
"""

from typing import Any

from extract.findings import Per, Rule
from extract.rules.accounting import Account
from extract.rules.rendering import number


def marks(account: Account) -> str:
    """The sentence's rules one after the other."""
    return "?" if account.outcome != "understood" else " ".join(map(mark, account.rules))


def mark(rule: Rule) -> str:
    """One rule."""
    said: Any = rule
    match rule.kind:
        case "deduct":
            return f"-{number(said.points)}{_per(said.per)}" + ("@" if said.beyond else "")
        case "award":
            return f"+{number(said.points)}{_per(said.per)}" if said.points is not None else "+满"
        case "bonus":
            most = f"<{number(said.cap)}" if said.cap is not None else ""
            return f"^{number(said.points) if said.points is not None else '?'}{_per(said.per)}{most}"
        case "range":
            sign = "-" if said.sign < 0 else "^"
            return sign + (f"{number(said.low)}~{number(said.high)}{_per(said.per)}" if said.low is not None else "~")
        case "zero":
            return "0"
        case "cap":
            of = {"deduct": "-", "bonus": "^", "award": "+"}[said.of]
            return f"<{of}{number(said.points) if said.points is not None else ''}"
        case "multiple":
            return f"x{number(said.factor)}"
        case "coefficient":
            return f"*{said.of}"
        case "conversion":
            return f"~{number(said.to)}"
        case "veto":
            return "!"
        case _:
            return rule.kind


def _per(per: Per | None) -> str:
    if per is None:
        return ""
    return f"/{per.unit}" if per.count == 1 else f"/{number(per.count)}{per.unit}"
