"""`kaohe publish`: a draft file and its sources to the bundle."""

import getpass
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe.loading import read_all
from kaohe.progress import doing
from kaohe.sources import locate

if TYPE_CHECKING:
    from rubric_builder.bundle import Manifest


def publish_draft(
    draft_file: Path, out: Path, *, decisions: Path | None, accept_all: bool, source_files: Sequence[Path]
) -> "Manifest":
    """Reads the draft's sources again, checks everything, writes the bundle into `out`.

    The decisions must hold the three signatures, unless all is accepted and marked 未经审核 (`accept_all`). The duties of
    a draft without any are read from its sources. Raises Blocked or Unreadable.
    """
    from rubric_builder.decision_file import read_decisions
    from rubric_builder.duties import build_duties
    from rubric_builder.publishing import publish, read_draft

    draft = read_draft(draft_file)
    log = read_decisions(decisions, draft) if decisions else None
    paths = locate(draft.sources, draft_file.parent, source_files)
    notices = read_all(list(dict.fromkeys(paths.values())))
    with doing("正在核对引文、写出成果"):
        return publish(
            draft,
            notices,
            out,
            by=getpass.getuser(),
            at=datetime.now().astimezone().isoformat(timespec="seconds"),
            decisions=log,
            accept_all=accept_all,
            roles=() if draft.roles else build_duties(notices).roles,
        )
