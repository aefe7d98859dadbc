"""LibreOffice as a converter: found where it is installed, run under a supervisor that leaves nothing behind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.legacy import supervise

_NAMES = ("soffice", "libreoffice")
_GRACE = 10.0  # seconds that the supervisor may take beyond the converter's time
_SAID: dict[int, str] = {
    supervise.TIMED_OUT: "转换超时",
    supervise.NO_RESULT: "LibreOffice 打不开，文件可能已损坏或设了打开密码",
    supervise.NOT_STARTED: "LibreOffice 启动不了",
    supervise.TOO_LARGE: "转换结果过大",
}


class ConversionFailed(Exception):
    """The converter gave nothing; `cause` says why, in Chinese."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def find_office() -> str | None:
    """The path of LibreOffice's program, None where it is not installed. `KAOHE_SOFFICE` names one, or none if empty."""
    stated = os.environ.get("KAOHE_SOFFICE")
    if stated is not None:
        return stated if stated and Path(stated).is_file() else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((str(path) for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        if os.environ.get(variable):
            yield Path(os.environ[variable], "LibreOffice", "program", "soffice.exe")
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    for folder in sorted(Path("/opt").glob("libreoffice*"), reverse=True):
        yield folder / "program" / "soffice"


def convert(office: str, data: bytes, extension: str, target: str, seconds: float) -> bytes:
    """The bytes of `data` converted to `target` ("docx", "xlsx"). Raises `ConversionFailed`.

    The supervisor is a process of its own: it gives LibreOffice limits that are not this process's, and should this
    process be killed, it ends LibreOffice and clears its folder.
    """
    command = [sys.executable, "-I", "-S", supervise.__file__, office, extension, target, f"{seconds:.1f}"]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionFailed(_SAID[supervise.NOT_STARTED]) from error
    try:
        with process:
            converted = _exchange(process, data, seconds + _GRACE)
    except BaseException:
        process.kill()
        raise
    if process.returncode or not converted:
        raise ConversionFailed(_SAID.get(process.returncode, "LibreOffice 异常退出"))
    return converted


def _exchange(process: "subprocess.Popen[bytes]", data: bytes, seconds: float) -> bytes:
    """Hand over the file and keep the pipe open until the answer is there: its end tells that this process is gone."""
    import threading

    assert process.stdin is not None
    assert process.stdout is not None
    clock = threading.Timer(seconds, process.kill)
    clock.daemon = True
    clock.start()
    try:
        process.stdin.write(len(data).to_bytes(8, "big"))
        process.stdin.write(data)
        process.stdin.flush()
        return process.stdout.read()
    except BrokenPipeError:
        return b""
    finally:
        clock.cancel()
        process.stdin.close()
        process.wait()
