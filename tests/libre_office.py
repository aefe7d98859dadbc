"""LibreOffice as tests call it: a profile, a home and temporary files of its own for every call, nothing shared or kept."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

SECONDS = 900  # the machine may be busy


def convert(files: Sequence[Path], target: str, folder: Path) -> None:
    """Has files converted to `target` ("pdf", "xlsx") into `folder`. Raises `CalledProcessError`."""
    with tempfile.TemporaryDirectory(prefix="office-") as own:
        profile = (Path(own) / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
        inside = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), own)
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, files)],
            check=True,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, **inside},
        )
