"""The scoring sentences of real documents: read without a fault, nearly all understood, what is not kept whole."""

import html
import re
from pathlib import Path

import pytest

from corpus import checks
from extract.findings import Rule, Unparsed
from extract.rules import parse_rules, scoring_sentences
from tests.builders import passage_of
from tests.shared_files import SHARED, needs_shared


def lines_of(path: Path) -> list[str]:
    """The lines of a text or web page, markup taken out."""
    text = path.read_text("utf-8", errors="replace")
    if path.suffix == ".html":
        text = html.unescape(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", "\n", text))
    return [line.strip() for line in text.splitlines() if line.strip()]


def rules_of(lines: list[str]) -> tuple[list[Rule], int]:
    """The rules of all lines, and how many stretches of them score."""
    passages = [passage_of(line) for line in lines]
    return [r for p in passages for r in parse_rules(p)], sum(len(scoring_sentences(p)) for p in passages)


@needs_shared
@pytest.mark.parametrize(
    ("name", "least_stretches", "least_understood"),
    [("宁海县*.md", 150, 0.93), ("石城县*.html", 35, 0.85), ("海关检疫*.html", 0, 0.0), ("党政机关公文*.txt", 0, 0.0)],
)
def test_real_documents(name: str, least_stretches: int, least_understood: float) -> None:
    (path,) = (SHARED / "real").glob(name)
    rules, stretches = rules_of(lines_of(path))
    kept = sum(isinstance(rule, Unparsed) for rule in rules)
    assert stretches >= least_stretches
    assert stretches - kept >= least_understood * stretches


@needs_shared
@pytest.mark.parametrize(
    "path", sorted((SHARED / "seeds").glob("*.txt")) if SHARED.is_dir() else [], ids=lambda p: p.name
)
def test_every_field_reads_again(path: Path) -> None:
    rules, _ = rules_of(lines_of(path))
    for rule in rules:
        for name, proof in rule.proof.items():
            assert list(checks.check_value(name, getattr(rule, name), proof)) == []
