"""What `kaohe rules` prints: every sentence with points in it, and what became of it."""

from typing import TYPE_CHECKING, Any

from kaohe.showing import console, say
from rubric_builder.exports.wording import title_of

if TYPE_CHECKING:
    from extract.notice import Notice
    from extract.rules.accounting import Account, Accounts

KINDS = {
    "award": "得分", "deduct": "扣分", "zero": "不得分", "range": "酌情", "cap": "封顶", "proportion": "按比例",
    "tier": "分档", "rank": "按名次", "bonus": "加分", "veto": "否决", "highest": "就高", "multiple": "加倍",
    "portion": "按分值比例", "coefficient": "系数", "rounding": "取位", "conversion": "折算", "unparsed": "未识别",
}  # fmt: skip
"""The kinds of rule in two or three characters."""

OUTCOMES = {"understood": "已识别", "kept": "已保留", "unparsed": "未能识别", "other": "不是计分语句"}
"""What became of a sentence, in the office's words."""

_STYLES = {"understood": "green", "kept": "cyan", "unparsed": "bold yellow", "other": "dim"}


def report(notice: "Notice", found: "Accounts") -> dict[str, Any]:
    """The report as one JSON value; spans are half-open, in the source text (`kaohe source`)."""
    document = notice.source.document
    return {
        "document": document.sha256,
        "text_sha256": notice.source.sha256,
        "file": document.file,
        "sentences": [_sentence(account) for account in found.sentences],
        "counts": found.counts,
        "share_understood": found.share,
    }


def _sentence(account: "Account") -> dict[str, Any]:
    evidence = account.evidence
    return {
        "text": account.text,
        "spans": [list(span) for span in evidence.spans],
        "node": evidence.node,
        "citation": evidence.citation,
        "pages": list(account.pages),
        "outcome": account.outcome,
        "kinds": list(account.kinds),
        "canonical": list(account.canonical),
        "why": account.why,
        "rules": [rule.model_dump(mode="json", by_alias=True) for rule in account.rules],
    }


def show_rules(found: "Accounts") -> None:
    """The sentences as a table in reading order, then how many were understood."""
    from rich.table import Table
    from rich.text import Text

    to = console()
    if not found.sentences:
        say(to, "没有读到带分数的语句。")
        return
    table = Table(show_edge=False, pad_edge=False, header_style="dim")
    for name, ratio in (("出处", 2), ("原文", 5), ("结果", 1), ("规则", 5)):
        table.add_column(name, overflow="fold", ratio=ratio)
    for account in found.sentences:
        style = _STYLES[account.outcome]
        kinds = "、".join(KINDS[kind] for kind in account.kinds if kind != "unparsed")
        word = kinds if account.outcome == "understood" else OUTCOMES[account.outcome]
        said = "；".join(account.canonical) or account.why
        table.add_row(
            Text(_where(account), style="dim"),
            Text(account.text, style="dim" if account.outcome == "other" else ""),
            Text(word, style=style),
            Text(said, style="dim" if not account.canonical else ""),
        )
    to.print(table)
    say(to, summary(found), "bold")


def _where(account: "Account") -> str:
    citation = account.evidence.citation
    pages = "、".join(map(str, account.pages))
    return citation.removeprefix(title_of(citation)) + (f"（第{pages}页）" if pages else "")


def summary(found: "Accounts") -> str:
    """How many sentences came to what: 计分语句10句：已识别9句（90%），未能识别1句；另有不是计分语句5句。"""
    counts = found.counts
    scoring = sum(counts[outcome] for outcome in ("understood", "kept", "unparsed"))
    share = f"（{found.share:.1%}）" if found.share is not None else ""
    said = [f"已识别{counts['understood']}句{share}"]
    said += [f"{OUTCOMES[outcome]}{counts[outcome]}句" for outcome in ("kept", "unparsed") if counts[outcome]]
    other = f"；另有带分数但不是计分语句的{counts['other']}句" if counts["other"] else ""
    return f"计分语句{scoring}句：{'，'.join(said)}{other}。"
