"""Score sheets and scores for 100 units of a schema of 300 indicators.

`python -m bench.scoring` prints the figures as JSON, in seconds: `sheets` (all workbooks as bytes), `score` (all units
computed from their facts), `read` (3 filled workbooks read back).
"""

import io
import json
import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

UNITS, INDICATORS, READ = 100, 300, 3


def figures(units: int = UNITS, indicators: int = INDICATORS) -> dict[str, float]:
    """The figures; CPU time of one process."""
    from rubric_builder.exports.sheet_layout import sheet_plan
    from rubric_builder.exports.sheet_reading import read_sheet
    from rubric_builder.exports.sheet_xlsx import SheetMaker
    from rubric_builder.scoring import calculate, scheme, settled
    from rubric_builder.scoring.choices import BLANK

    draft = schema(indicators)
    settings = settled({BLANK: "no_fault"})
    several = [facts(draft, f"第{n}街道", n) for n in range(units)]
    found: dict[str, float] = {"indicators": indicators, "units": units}

    def timed(what: str, do: Callable[[], Any]) -> Any:
        before = time.process_time()
        made = do()
        found[what] = round(time.process_time() - before, 2)
        return made

    timed("score", lambda: [calculate(made, each) for made in [scheme(draft, None, settings)] for each in several])
    plan = sheet_plan(scheme(draft, None, settings), rubric="0" * 64, reviewed=True)
    sheets = timed("sheets", lambda: [maker.workbook(each.unit) for maker in [SheetMaker(plan)] for each in several])
    filled = [_filled(sheet) for sheet in sheets[:READ]]
    timed("read", lambda: [read_sheet(content, "表.xlsx", plan) for content in filled])
    found["bytes"] = len(sheets[0])
    return found


def schema(indicators: int) -> Any:
    """A schema of that many second-level indicators, two criteria each, two rules a criterion."""
    from corpus.evidence import Evidence, Proof
    from extract.findings import Cap, Deduct, Per
    from rubric_builder.draft import Criterion, Draft, Indicator

    def evidence(quote: str) -> tuple[Evidence, ...]:
        where = "《云溪区安全生产工作考核细则》表1第1行"
        return (
            Evidence(
                document="d" * 64, text_sha256="e" * 64, node="ins-1.tbl-1", citation=where, spans=((0, len(quote)),),
                quote=quote,
            ),
        )  # fmt: skip

    def criterion(own_id: str, n: int) -> Any:
        said = "建立隐患排查治理台账，每缺少1项记录扣0.5分，最多扣2分。"
        rules = (
            Deduct(
                points=Decimal("0.5"),
                per=Per(count=Decimal(1), unit="项"),
                when="每缺少1项",
                evidence=evidence("每缺少1项记录扣0.5分"),
            ),
            Cap(points=Decimal(2), of="deduct", evidence=evidence("最多扣2分")),
            Deduct(points=Decimal(1), when="未按期销号", evidence=evidence("未按期销号的扣1分")),
        )
        return Criterion(
            id=own_id, ordinal=n, text=said, points=Decimal(5), rules=rules, evidence=evidence(said),
            proof={"points": Proof(how="normalised", evidence=evidence("5分"))},
        )  # fmt: skip

    tops = []
    for t in range(1, indicators // 30 + 1):
        children = tuple(
            Indicator(
                id=f"ind-{t}.{c}", level=2, name=f"指标{t}-{c}", points=Decimal(10), evidence=evidence("指标"),
                key_points="落实责任，闭环管理。", criteria=tuple(criterion(f"ind-{t}.{c}.c{n}", n) for n in (1, 2)),
            )
            for c in range(1, 31)
        )  # fmt: skip
        tops.append(Indicator(id=f"ind-{t}", level=1, name=f"要素{t}", points=Decimal(300), children=children))
    return Draft(title="云溪区2025年度安全生产工作考核细则", year=2025, scale=None, indicators=tuple(tops))


def facts(draft: Any, unit: str, seed: int) -> Any:
    """A unit's facts for every rule."""
    from extract.findings import Deduct
    from rubric_builder.items import items
    from rubric_builder.scoring import Fact, Facts

    drawn = random.Random(seed)
    found = {
        item.id: Fact(value=Decimal(drawn.choice([0, 0, 1, 3])) if item.record.per else drawn.random() < 0.1)
        for item in items(draft)
        if isinstance(item.record, Deduct)
    }
    return Facts(unit=unit, found=found)


def _filled(content: bytes) -> bytes:
    """The workbook as a program that knows nothing of it saves it."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    print(json.dumps(figures(*map(int, sys.argv[1:]))))
