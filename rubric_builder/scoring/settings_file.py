"""The settings as a file: answers to what the text leaves open, and the form to fill in for them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus.errors import Unreadable
from rubric_builder.json_file import read_json
from rubric_builder.scoring.choices import Choice, Settings
from rubric_builder.settling import Settled


def read_settings(path: Path, rubric: str) -> Settings:
    """The answers in a file; those left empty are open. Raises `Unreadable`, also for a file of another schema."""
    content = read_json(path, code="settings", called="计分约定文件", mend="请用 kaohe sheet --choices 重新生成后填写")
    try:
        given: Any = content["settled"]
        made = Settings(
            rubric=content.get("rubric"),
            settled=tuple(
                Settled(
                    choice=e["choice"],
                    option=str(e["option"]),
                    by=e.get("by", ""),
                    at=e.get("at", ""),
                    reason=e.get("reason", ""),
                )
                for e in given
                if str(e.get("option", "")).strip()
            ),
        )
    except (KeyError, TypeError, AttributeError, ValidationError):
        raise Unreadable(
            "settings.shape", f"“{path.name}”不是计分约定文件，请用 kaohe sheet --choices 重新生成后填写"
        ) from None
    if made.rubric and made.rubric != rubric:
        raise Unreadable(
            "settings.rubric", f"“{path.name}”是另一份方案（{made.rubric[:12]}…）的计分约定，所给方案为{rubric[:12]}…"
        )
    return made


def settings_form(choices: Iterable[Choice], rubric: str, settings: Settings) -> dict[str, Any]:
    """The file to fill in: every question with its answers, what is settled already filled in."""
    known = {each.choice: each for each in settings.settled}
    rows = []
    for choice in choices:
        now = known.get(choice.id, Settled(choice=choice.id, option=""))
        options = dict(choice.options) | ({"分数": "填一个分数"} if choice.number else {})
        rows.append(
            {"choice": choice.id, "question": choice.question, "options": options, **now.model_dump(exclude={"choice"})}
        )
    return {"rubric": rubric, "settled": rows}
