"""Real files of every kind: each is read, or refused in one clear sentence, within a minute and a gigabyte."""

from pathlib import Path

import pytest

from corpus.errors import Unreadable
from extract.reading_notice import read_notice
from ingest import read_file
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from tests.shared_files import needs_shared, real_files


@needs_shared
@pytest.mark.parametrize("file", real_files(), ids=lambda p: p.name)
def test_a_real_file_reads_or_is_refused(file: Path) -> None:
    try:
        source = read_file(file)  # its own limits: 60 s, 1 GB
    except Unreadable as error:
        refusal = error.message
    else:
        refusal = ""
    if refusal:
        assert file.name in refusal
        assert len(refusal) > len(file.name) + 10
        assert "\n" not in refusal
        return
    notice = read_notice(source)
    draft = build_draft([notice])
    faults = [f for f in check_draft(draft, {source.document.sha256: notice}) if f.check != 6]
    assert not faults
