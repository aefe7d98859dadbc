"""A criterion that only lists what each level earns: 好：20分；较好：15分；差：0分。"""

import re

from corpus.evidence import prove
from extract.findings import Tier, TierStep
from extract.passage import Passage

LEVEL = (
    r"(?:优秀|优良|优|良好|良|较好|好|中等|中|一般|基本合格|不合格|合格|基本达标|不达标|未达标|达标|较差|很差|差|"
    r"[A-EＡ-Ｅ]\s*[级档等]?|[一二三四五]\s*[级档等])"
)
_STEP = re.compile(
    rf"\s*[“\"（(]?(?P<level>{LEVEL})[”\"）)]?(?:的|者|等次|等级|档次)?\s*[：:，,]?\s*(?P<points>\d+(?:\.\d+)?\s*分)\s*(?:[；;，,、。]|$)"
)
_LEAST = 2


def levels(passage: Passage) -> Tier | None:
    """The steps, where the whole text is nothing but levels each with its points; None for any other."""
    text, at, steps = passage.text, 0, []
    while text[at:].strip():
        found = _STEP.match(text, at)
        if found is None:
            return None
        steps.append(
            prove(
                TierStep,
                evidence=(passage.evidence(found.start("level"), found.end("points")),),
                when=passage.cite(*found.span("level"), rule="tier.level"),
                points=passage.cite(*found.span("points"), reader="points", rule="tier.level"),
            )
        )
        at = found.end()
    if len(steps) < _LEAST or len({step.when for step in steps}) < len(steps):
        return None
    return prove(Tier, tiers=tuple(steps), evidence=(passage.evidence(),))
