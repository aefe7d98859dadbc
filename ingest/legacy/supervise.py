"""Runs LibreOffice once: a script of its own that needs nothing but the standard library.

    python supervise.py SOFFICE EXTENSION TARGET SECONDS

The file comes over standard input (eight bytes of length, big-endian, then the bytes), the converted one goes to
standard output. When standard input ends before that, whoever asked is gone. However it ends, LibreOffice and its
children are dead and the folder with its profile is removed. The exit code tells what happened.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

DONE, TIMED_OUT, NO_RESULT, NOT_STARTED, ABANDONED, TOO_LARGE = 0, 3, 4, 5, 6, 7
_MEMORY = 4 << 30  # bytes of address space; LibreOffice maps over a gigabyte before it begins
_LARGEST = 512 << 20  # bytes of any file it writes
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}  # others ("pdf"): the usual one

# No macros, no links brought up to date, nothing fetched: the proxy is a port where nobody listens.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("Office.Common/Load", "UserDefinedSettings", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
)


def profile_xml() -> str:
    """The settings as a profile holds them (registrymodifications.xcu)."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )


def main(office: str, extension: str, target: str, seconds: float) -> int:
    """Convert what standard input brings; the exit code."""
    given = sys.stdin.buffer
    data = given.read(int.from_bytes(given.read(8), "big"))
    gone = threading.Event()

    def wait() -> None:
        os.read(given.fileno(), 1)
        gone.set()

    threading.Thread(target=wait, daemon=True).start()
    folder = tempfile.mkdtemp(prefix="kaohe-convert-")
    try:
        code, converted = _convert(Path(folder), data, office, extension, target, time.monotonic() + seconds, gone)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if code == DONE:
        sys.stdout.buffer.write(converted)
        sys.stdout.buffer.flush()
    return code


def _convert(
    folder: Path, data: bytes, office: str, extension: str, target: str, until: float, gone: threading.Event
) -> tuple[int, bytes]:
    source = folder / f"source.{extension}"
    source.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(profile_xml(), encoding="utf-8")
    command = [
        office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--invisible", "--norestore", "--nolockcheck",
        "--nodefault", "--nologo", "--nofirststartwizard", "--convert-to", _FILTERS.get(target, target),
        "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_limit if sys.platform != "win32" else None,  # only a reading thread beside this one
        )
    except OSError:
        return NOT_STARTED, b""
    try:
        while process.poll() is None:
            if gone.is_set():
                return ABANDONED, b""
            if time.monotonic() > until:
                return TIMED_OUT, b""
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
    finally:
        _end(process)
    result = folder / "out" / f"source.{target}"
    if not result.is_file() or not result.stat().st_size:
        return NO_RESULT, b""
    return (DONE, result.read_bytes()) if result.stat().st_size <= _LARGEST else (TOO_LARGE, b"")


def _environment(folder: Path) -> dict[str, str]:
    """What LibreOffice needs to start, and proxies that lead nowhere; temporary files in the folder."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if k.upper() in ("PATH", "LANG", "SYSTEMROOT", "WINDIR", "PROGRAMFILES", "LD_LIBRARY_PATH")
        or k.startswith("LC_")
    }
    nowhere = "http://127.0.0.1:9"
    inside = {
        name: str(folder) for name in ("HOME", "TMPDIR", "TMP", "TEMP", "APPDATA", "LOCALAPPDATA", "XDG_CACHE_HOME")
    }
    return {**kept, **inside, "http_proxy": nowhere, "https_proxy": nowhere, "SAL_USE_VCLPLUGIN": "svp"}


def _limit() -> None:
    """Limits of LibreOffice's own in place of those of the process that reads."""
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (soft, hard))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice with its children: it starts the program that does the work as one."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
