"""The command line: one JSON value on standard output, clear sentences on standard error, the exit codes of the interface."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corpus.samples import paths
from kaohe.cli import run
from rubric_builder.decision_file import write_decisions
from rubric_builder.decisions import Accept
from rubric_builder.folding import Folded
from rubric_builder.publishing import read_draft
from tests.drafts import settle_all, signed_log
from tests.pictures import is_png

RUBRIC = """云溪区2025年度安全生产考核细则

一级指标\t二级指标\t考核要点\t评分细则\t分值
组织领导（40）\t会议部署\t定期研究安全生产。\t1. 每季度召开会议。10分 2. 制定年度计划。10分\t20
\t责任落实\t层层签订责任书。\t未签订的，每少1家扣2分，扣完为止。\t20
隐患治理（60）\t排查整改\t隐患按期整改。\t整改率每降低1个百分点扣0.5分，最多扣20分。\t60
"""


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    """A small scoring table as plain text."""
    file = tmp_path / "细则.txt"
    file.write_text(RUBRIC, encoding="utf-8")
    return file


class Cli:
    """Runs the command as the shell would, in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *words: object) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["kaohe", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            run()
        out, err = self.capsys.readouterr()
        return int(stop.value.code or 0), out, err

    def json(self, *words: object) -> Any:
        """The JSON value of a command that succeeds."""
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(monkeypatch, capsys)


def test_source_gives_the_text_unchanged(cli: Cli, rubric: Path) -> None:
    value = cli.json("source", rubric)
    assert value["text"] == RUBRIC
    assert value["pages"] == []
    assert {"document", "text_sha256", "media_type", "text", "pages"} <= value.keys()


def test_outline_draft_and_duties_have_the_interfaces_keys(cli: Cli, rubric: Path) -> None:
    outline = cli.json("outline", rubric)
    assert {"document", "instruments", "issues", "references"} <= outline.keys()
    node = outline["instruments"][0]["nodes"][0]
    assert {"id", "kind", "label", "heading", "text", "spans", "children"} <= node.keys()
    draft = cli.json("draft", rubric)
    assert (draft["year"], draft["scale"], [i["points"] for i in draft["indicators"]]) == (2025, 100, [40, 60])
    rule = draft["indicators"][1]["children"][0]["criteria"][0]["rules"][0]
    assert (rule["kind"], rule["points"], rule["per"]) == ("deduct", 0.5, {"count": 1, "unit": "个百分点"})
    assert cli.json("draft", rubric, "--year", "2024")["year"] == 2024
    assert cli.json("duties", rubric)["roles"] == []


def test_every_quote_of_a_draft_is_the_source_at_its_spans(cli: Cli, rubric: Path) -> None:
    text, found = cli.json("source", rubric)["text"], list(evidence_in(cli.json("draft", rubric)))
    assert len(found) > 40
    for piece in found:
        assert "".join(text[a:b] for a, b in piece["spans"]) == piece["quote"]


def evidence_in(value: Any) -> Any:
    """Every piece of evidence anywhere in a JSON value."""
    if isinstance(value, dict):
        if "quote" in value and "spans" in value:
            yield value
        for inner in value.values():
            yield from evidence_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from evidence_in(inner)


@pytest.mark.parametrize("command", ["outline", "draft", "duties", "source"])
def test_without_json_people_can_read_it(cli: Cli, rubric: Path, command: str) -> None:
    code, out, _ = cli(command, rubric)
    assert code == 0
    assert out.strip()
    assert "Traceback" not in out


def test_one_changed_digit_names_the_indicator(cli: Cli, rubric: Path) -> None:
    rubric.write_text(RUBRIC.replace("年度计划。10分", "年度计划。9分"), encoding="utf-8")
    (issue,) = [i for i in cli.json("draft", rubric)["issues"] if i["code"] == "sum-mismatch"]
    assert issue["severity"] == "error"
    assert "会议部署" in issue["message"]
    assert issue["node"].startswith("ins-1.tbl-1.row-2")


def test_trace_by_name_and_by_id(cli: Cli, rubric: Path, tmp_path: Path) -> None:
    traced = cli.json("trace", rubric, "会议部署")
    assert any(t["quote"] == "每季度召开会议。" and "第1行" in t["citation"] for t in traced["traces"])
    assert cli.json("trace", rubric, "ind-1.1.c2")["items"] == ["ind-1.1.c2"]
    assert cli("trace", rubric, "没有这一项")[0] == 2
    image = tmp_path / "出处.png"
    assert cli("trace", rubric, "会议部署", "--image", image)[0] == 0
    assert is_png(image)


def test_publish_needs_decisions_or_accept_all_and_blocks_on_a_wrong_sum(
    cli: Cli, rubric: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.json"
    draft.write_text(cli("draft", rubric, "--json")[1], encoding="utf-8")
    assert cli("publish", draft, "--out", tmp_path / "成果")[0] == 2
    manifest = cli.json("publish", draft, "--out", tmp_path / "成果", "--accept-all")
    assert {f["name"] for f in manifest["files"]} >= {
        "rubric.json",
        "rubric.xlsx",
        "评分细则.docx",
        "rubric.schema.json",
    }
    published = json.loads((tmp_path / "成果" / "rubric.json").read_text("utf-8"), parse_float=Decimal)
    assert published["review"] == "未经审核"
    rubric.write_text(RUBRIC.replace("组织领导（40）", "组织领导（41）"), encoding="utf-8")
    draft.write_text(cli("draft", rubric, "--json")[1], encoding="utf-8")
    code, _, err = cli("publish", draft, "--out", tmp_path / "又一次", "--accept-all")
    assert code == 4
    assert "组织领导" in err
    assert not (tmp_path / "又一次").exists()


def test_publish_needs_three_signatures_over_what_was_decided(cli: Cli, rubric: Path, tmp_path: Path) -> None:
    file, log_file = tmp_path / "draft.json", tmp_path / "决定.json"
    file.write_text(cli("draft", rubric, "--duties", "--json")[1], encoding="utf-8")
    draft = read_draft(file)
    accepted = Folded.of(draft).then(Accept(actor="王芳", time="2025-03-01", item="draft", below=True))
    log_file.write_bytes(write_decisions(accepted.log))
    words = ("publish", file, "--decisions", log_file, "--out")
    code, _, err = cli(*words, tmp_path / "成果")
    assert code == 4
    assert "须作计分约定的还有2处" in err
    assert "不足1个百分点的部分如何计分（broken:ind-2.1.c1.r1）" in err
    decided = settle_all(accepted).log
    log_file.write_bytes(write_decisions(decided))
    code, _, err = cli(*words, tmp_path / "成果")
    assert code == 4
    assert "须经办、复核、签发三人签字后才能发布" in err
    assert cli.json(*words, tmp_path / "内部", "--accept-all")["review"] == "未经审核"
    log_file.write_bytes(write_decisions(signed_log(draft, decided)))
    manifest = cli.json(*words, tmp_path / "成果")
    assert manifest["review"] == "已审核"
    assert [s["person"] for s in manifest["signatures"]] == ["王芳", "李岩", "赵敏"]
    again = cli.json(*words, tmp_path / "又一次")
    assert again["files"] == manifest["files"]


def test_duties_come_into_the_draft_where_they_are_asked_for(cli: Cli) -> None:
    file = next(path for name, path in paths().items() if "责任" in path.name or "责任" in name)
    plain, whole = cli.json("draft", file), cli.json("draft", file, "--duties")
    assert plain["roles"] == []
    assert whole["roles"] == cli.json("duties", file)["roles"] != []
    assert {**whole, "roles": [], "issues": []} == {**plain, "issues": []}


def test_a_draft_without_duties_does_not_wait_for_spacy(rubric: Path) -> None:
    program = (
        "import sys; from kaohe.cli import app; app(sys.argv[1:], standalone_mode=False); print('spacy' in sys.modules)"
    )
    words = [sys.executable, "-c", program, "draft", str(rubric), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_publish_blocks_where_the_source_has_changed_or_is_gone(cli: Cli, rubric: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.json"
    draft.write_text(cli("draft", rubric, "--json")[1], encoding="utf-8")
    rubric.write_text(RUBRIC.replace("每季度", "每半年"), encoding="utf-8")
    code, _, err = cli("publish", draft, "--out", tmp_path / "成果", "--accept-all")
    assert (code, "细则.txt" in err) == (4, True)


def test_publish_blocks_a_draft_that_was_touched(cli: Cli, rubric: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.json"
    text = cli("draft", rubric, "--json")[1]
    for wrong, right in (("层层签订责任书。", "层层签订责任状。"), ('"points": 40', '"points": 30')):
        assert wrong in text or right in text
        draft.write_text(text.replace(wrong, right), encoding="utf-8")
        assert cli("publish", draft, "--out", tmp_path / "成果", "--accept-all")[0] == 4


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.docx", b"", ["空.docx"]),
        ("坏.pdf", b"%PDF-1.7\nbroken", ["坏.pdf"]),
        ("图.pdf", b"\x89PNG\r\n\x1a\n" + bytes(64), ["图.pdf", "图"]),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    cli: Cli, tmp_path: Path, name: str, content: bytes, words: list[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    code, out, err = cli("draft", file, "--json")
    assert (code, out) == (3, "")
    assert all(word in err for word in words)
    assert len(err.strip().splitlines()) == 1


def test_a_missing_file_is_refused(cli: Cli, tmp_path: Path) -> None:
    code, _, err = cli("outline", tmp_path / "没有.pdf")
    assert code == 3
    assert "没有.pdf" in err


def test_the_demo_walks_the_whole_road(cli: Cli, tmp_path: Path) -> None:
    summary = cli.json("demo", "--out", tmp_path / "demo")
    assert summary["scale"] == 100
    assert sum(summary["points"].values()) == 100
    assert (tmp_path / "demo" / "rubric.xlsx").is_file()
    assert is_png(tmp_path / "demo-出处.png")
    again = cli.json("demo", "--out", tmp_path / "demo")
    assert again == summary


def test_the_samples_ship_with_the_project() -> None:
    assert {p.suffix for p in paths().values()} == {".pdf", ".docx"}
    assert all(p.is_file() for p in paths().values())


def test_rules_lists_every_scoring_sentence_and_what_became_of_it(cli: Cli, rubric: Path) -> None:
    found = cli.json("rules", rubric)
    said = [(s["text"], s["outcome"], s["canonical"]) for s in found["sentences"] if s["outcome"] == "understood"]
    assert said == [
        ("未签订的，每少1家扣2分，扣完为止", "understood", ["未签订的，每少1家扣2分", "扣完为止"]),
        ("整改率每降低1个百分点扣0.5分，最多扣20分", "understood", ["整改率每降低1个百分点扣0.5分", "最高扣20分"]),
    ]
    assert found["counts"] == {"understood": 2, "kept": 0, "unparsed": 0, "other": 2}
    assert found["share_understood"] == 1
    assert found["sentences"][-1]["rules"][0]["points"] == 0.5
    source = cli.json("source", rubric)["text"]
    for sentence in found["sentences"]:
        assert "".join(source[start:end] for start, end in sentence["spans"]) == sentence["text"]
        assert sentence["citation"]
    code, out, _ = cli("rules", rubric)
    assert code == 0
    assert "计分语句2句：已识别2句（100.0%）；另有带分数但不是计分语句的2句。" in out


def test_rules_of_a_file_without_points_says_so(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_text("关于召开会议的通知\n\n各单位：\n请按时参加。\n", encoding="utf-8")
    code, out, _ = cli("rules", file)
    assert (code, out.strip()) == (0, "没有读到带分数的语句。")
