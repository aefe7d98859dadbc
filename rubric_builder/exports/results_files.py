"""All that `kaohe score` hands out: 得分明细 a unit, 汇总 of all, scores.json."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rubric_builder.draft import Source
from rubric_builder.exports.inert import distinct, file_name
from rubric_builder.exports.results_docx import detail_docx, overview_docx
from rubric_builder.exports.results_lines import SchemeTexts, scheme_texts
from rubric_builder.exports.results_xlsx import detail_xlsx, overview_xlsx
from rubric_builder.exports.sheet_agreement import Difference
from rubric_builder.schema import canonical
from rubric_builder.scoring.record import Scores, UnitScore
from rubric_builder.scoring.scheme import Scheme
from rubric_builder.scoring.standing import Standing

DETAILS, OVERVIEW, SCORES = "得分明细", "考评结果汇总", "scores.json"


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit's score, the scheme it was computed by, the file it came from and what that showed otherwise."""

    standing: Standing
    scheme: Scheme
    file: str = ""
    differences: tuple[Difference, ...] = ()


def scores_of(several: Sequence[Scored], *, rubric: str, review: str, sources: Sequence[Source] = ()) -> Scores:
    """scores.json of the units."""
    first = several[0].scheme
    texts = [scheme_texts(scheme) for scheme in _schemes(several)]
    return Scores(
        rubric=rubric, title=texts[0].title, year=first.year, review=review, settings=first.settings,
        units=tuple(
            UnitScore(
                result=s.standing.result, place=s.standing.place,
                own=s.standing.own.actual if s.standing.own else None, file=s.file,
                differences=tuple(d.message for d in s.differences),
            )
            for s in several
        ),
        sources=tuple(sources),
        evidence={own_id: pieces for text in texts for own_id, pieces in text.evidence.items()},
    )  # fmt: skip


def _schemes(several: Sequence[Scored]) -> list[Scheme]:
    return list({id(s.scheme): s.scheme for s in several}.values())


def result_files(
    several: Sequence[Scored], *, rubric: str, review: str, sources: Sequence[Source] = ()
) -> Iterator[tuple[str, bytes]]:
    """Everything that is handed out, by its name in the folder (`得分明细/青岚镇.docx`); each made when it is asked for."""
    reviewed = review == "已审核"
    texts: dict[int, SchemeTexts] = {id(scheme): scheme_texts(scheme) for scheme in _schemes(several)}
    names = distinct(file_name(s.standing.result.unit) for s in several)
    for each, name in zip(several, names, strict=True):
        own = texts[id(each.scheme)]
        for end, made in (("docx", detail_docx), ("xlsx", detail_xlsx)):
            yield f"{DETAILS}/{name}.{end}", made(each.standing, each.scheme, own, reviewed=reviewed)
    standings = [s.standing for s in several]
    first = texts[id(several[0].scheme)]
    yield f"{OVERVIEW}.xlsx", overview_xlsx(standings, first, reviewed=reviewed)
    yield f"{OVERVIEW}.docx", overview_docx(standings, first, reviewed=reviewed)
    yield SCORES, canonical(scores_of(several, rubric=rubric, review=review, sources=sources))


def write_results(
    several: Sequence[Scored],
    out: Path,
    *,
    rubric: str,
    review: str,
    sources: Sequence[Source] = (),
    told: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Writes everything into `out` (made where it is missing); files of the same names are replaced. Gives the paths.

    `told` hears what is being written. Raises OSError.
    """
    (out / DETAILS).mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for n, (name, content) in enumerate(result_files(several, rubric=rubric, review=review, sources=sources)):
        told(f"（{min(n // 2 + 1, len(several))} / {len(several)}）")
        path = out / name
        path.write_bytes(content)
        written.append(path)
    return written
