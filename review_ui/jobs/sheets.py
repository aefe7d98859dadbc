"""Score sheets that come back, read in a child process that can be killed, or refused in one sentence."""

import logging
from typing import Any

from corpus.errors import KaoheError, Unreadable
from review_ui.jobs.building import read_sheet
from review_ui.jobs.store import blobs, writing
from review_ui.jobs.workers import Workers
from review_ui.models import Sheet, Unit

_log = logging.getLogger(__name__)
_SECONDS = 60.0
_readers = Workers(1, memory=1 << 30)


def take_in(sheet: Sheet) -> None:
    """Reads a claimed sheet and writes down what came of it. Raises nothing that is the sheet's fault."""
    try:
        store = blobs()
        store.get(sheet.sha256)  # raises where it is no longer what was uploaded
        schema = sheet.publication.rubric_sha256
        store.get(schema)
        name, group, content = _readers.call(
            read_sheet, str(store.path(schema)), str(store.path(sheet.sha256)), sheet.file, seconds=_SECONDS
        )
        unit = _unit(sheet, name, group)
        reading = store.put(content)
    except KaoheError as error:
        _settle(sheet, {"state": Sheet.State.FAILED, "error_code": error.code, "error": _helpful(sheet, error)})
        return
    except Exception as error:
        _log.exception("reading score sheet %s", sheet.pk)
        said = f"读“{sheet.file}”时程序出错（{type(error).__name__}），请把文件和这句话交给系统管理员。"
        _settle(sheet, {"state": Sheet.State.FAILED, "error_code": "fault", "error": said})
        return
    _settle(sheet, {"state": Sheet.State.READ, "unit": unit, "reading": reading, "error": "", "error_code": ""})


def close_sheet_readers() -> None:
    """Ends the child that reads; the next sheet starts a new one."""
    _readers.close()


def _unit(sheet: Sheet, name: str, group: str | None) -> Unit:
    """The unit on the list that a sheet is of. Raises `Unreadable` where the list has none, or as of another kind."""
    from review_ui.results.assessing import assessment_of, unit_of

    unit = Unit.objects.filter(publication_id=sheet.publication_id, name=name).first()
    if unit is None:
        raise Unreadable(
            "sheet.unit",
            f"“{sheet.file}”是“{name}”的考评表，考核对象名单里没有这个单位；请先把它加入名单，再按“重试”",
        )
    wanted = assessment_of(sheet.publication).group_of(unit_of(unit))
    if wanted != group:
        raise Unreadable(
            "sheet.kind",
            f"“{sheet.file}”是按“{group}”发的考评表，名单里“{name}”属于“{wanted}”，请改用这一类的空白表填报",
        )
    return unit


def _helpful(sheet: Sheet, error: KaoheError) -> str:
    """The sentence, for staff who have only the page to look at."""
    if error.code != "sheet.schema":
        return error.message
    return f"“{sheet.file}”不是按这一版方案发出的考评表（方案校验值不一致），没有采用；请用本页下载的空白表填报"


def _settle(sheet: Sheet, facts: dict[str, Any]) -> None:
    with writing():
        row = Sheet.objects.select_for_update().get(pk=sheet.pk)
        if row.worker != sheet.worker or row.state != Sheet.State.READING:
            return  # the claim lapsed: somebody else reads it, or has read it
        for name, value in {**facts, "worker": "", "lease_until": None}.items():
            setattr(row, name, value)
        row.save()
