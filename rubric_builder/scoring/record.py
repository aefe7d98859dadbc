"""scores.json: what all units scored, step by step, with the evidence of every rule; and a score traced back."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from corpus.errors import Unreadable
from corpus.evidence import Evidence
from corpus.values import Points, Value
from rubric_builder.draft import Source
from rubric_builder.json_file import read_json
from rubric_builder.scoring.choices import Settings
from rubric_builder.scoring.facts import Fact
from rubric_builder.scoring.results import ItemScore, Result, Step
from rubric_builder.tracing import NotTraceable


class UnitScore(Value):
    """A unit's result, its place (null: not ranked), its self-assessment's 实得分, the file it was read from and the
    cells of it that showed something else."""

    result: Result
    place: int | None
    own: Points | None = None
    file: str = ""
    differences: tuple[str, ...] = ()


class Scores(Value):
    """All units. `rubric` is the schema's SHA-256, `evidence` that of its rules by id, `sources` the files it is from."""

    format: Literal["kaohe.scores/1"] = "kaohe.scores/1"
    rubric: str
    title: str
    year: int | None
    review: str
    settings: Settings
    units: tuple[UnitScore, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]
    sources: tuple[Source, ...] = ()


class TracedStep(Value):
    """A step with the clause that it rests on."""

    rule: str
    sentence: str
    points: Points | None
    fact: Fact | None
    citation: str
    pages: tuple[int, ...]
    evidence: tuple[Evidence, ...]


class TracedItem(Value):
    """An item's score with its steps."""

    id: str
    name: str
    full: Points | None
    score: Points | None
    not_applicable: str | None
    steps: tuple[TracedStep, ...]


class TracedScore(Value):
    """The answer: a unit's items under what was asked for."""

    query: str
    unit: str
    items: tuple[TracedItem, ...]
    percent: Points | None
    grade: str | None


def is_scores(content: object) -> bool:
    """Whether a JSON value is a scores.json."""
    return isinstance(content, dict) and content.get("format") == "kaohe.scores/1"


def read_scores(path: Path) -> Scores:
    """A scores.json. Raises `Unreadable`."""
    content = read_json(path, code="scores", called="得分文件", mend="请用 kaohe score 重新计算")
    try:
        return Scores.model_validate(content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "全文"
        raise Unreadable(
            "scores.shape", f"“{path.name}”不是本程序输出的得分文件（{where} 处不符），请用 kaohe score 重新计算"
        ) from None


def trace_score(scores: Scores, what: str) -> TracedScore:
    """From a unit and an indicator (`甲街道/ind-1.2`, `甲街道/工作落实`, `甲街道`) to facts, steps, clauses and pages.

    Raises `NotTraceable` (exit 2), naming what there is.
    """
    unit_name, _, wanted = what.partition("/")
    unit = next((u for u in scores.units if u.result.unit == unit_name.strip()), None)
    if unit is None:
        known = "、".join(u.result.unit for u in scores.units[:8])
        raise NotTraceable("trace.unit", f"得分文件里没有“{unit_name}”这个单位，有的是：{known}")
    items = [_item(i, scores.evidence) for i in unit.result.items if _meant(i, wanted.strip())]
    more = [s for s in (*unit.result.bonus_steps, *unit.result.veto_steps) if not wanted or s.rule == wanted.strip()]
    if more:
        steps = tuple(_step(s, scores.evidence) for s in more)
        items.append(
            TracedItem(id="bonus", name="加分项和否决项", full=None, score=None, not_applicable=None, steps=steps)
        )
    if not items:
        known = "、".join(f"{i.id}（{i.name}）" for i in unit.result.items[:6])
        raise NotTraceable("trace.unknown", f"{unit_name}的得分里没有“{wanted}”这一项，例如有：{known}")
    return TracedScore(
        query=what, unit=unit.result.unit, items=tuple(items), percent=unit.result.percent, grade=unit.result.grade
    )


def _meant(item: ItemScore, wanted: str) -> bool:
    if not wanted or item.id == wanted or item.id.startswith(f"{wanted}."):
        return True
    names = item.name.split(" › ")
    return wanted in names or any(s.rule == wanted for s in item.steps) or wanted.startswith(f"{item.id}.")


def _item(item: ItemScore, evidence: Mapping[str, tuple[Evidence, ...]]) -> TracedItem:
    steps = tuple(_step(s, evidence) for s in item.steps)
    return TracedItem(
        id=item.id, name=item.name, full=item.full, score=item.score, not_applicable=item.not_applicable, steps=steps
    )


def _step(step: Step, evidence: Mapping[str, tuple[Evidence, ...]]) -> TracedStep:
    own = evidence.get(step.rule, ())
    return TracedStep(
        rule=step.rule, sentence=step.sentence, points=step.points, fact=step.fact,
        citation="；".join(dict.fromkeys(e.citation for e in own)),
        pages=tuple(sorted({r.page for e in own for r in e.regions})), evidence=own,
    )  # fmt: skip


def traced_evidence(traced: TracedScore) -> Iterable[Evidence]:
    """All evidence of a trace, each piece once."""
    return dict.fromkeys(e for item in traced.items for step in item.steps for e in step.evidence)


def as_json(scores: Scores) -> dict[str, Any]:
    """As JSON holds it."""
    return scores.model_dump(mode="json", by_alias=True)
