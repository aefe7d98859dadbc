"""Taking in score sheets that come back, and having them read."""

from typing import IO, Any

from django.conf import settings

from review_ui import events
from review_ui.jobs.runner import wake
from review_ui.jobs.store import blobs, writing
from review_ui.jobs.uploads import safe_name, within
from review_ui.models import Person, Publication, Sheet


def receive_sheet(
    person: Person, publication: Publication, file_name: str, file: IO[bytes] | Any
) -> tuple[Sheet, bool]:
    """Keeps a filled sheet and has it read in the background; returns its row, and whether it is known already.

    The very file that counts for its unit, or is still to be read, is not taken twice; one that was refused is read
    again. Raises `Unreadable` for what is empty or over `settings.SHEET_LIMIT`.
    """
    name = safe_name(file_name)
    sha256, size = blobs().put_chunks(within(file, settings.SHEET_LIMIT, name))
    with writing():
        Publication.objects.select_for_update().get(pk=publication.pk)
        same = publication.sheets.filter(sha256=sha256).order_by("-pk").first()
        known = same is not None and (same.state in (Sheet.State.WAITING, Sheet.State.READING) or counts(same))
        if same is not None and same.state == Sheet.State.FAILED:
            retry_sheet(same)
            return same, False
        if same is not None and known:
            return same, True
        sheet = Sheet.objects.create(publication=publication, sha256=sha256, file=name, size=size, uploaded_by=person)
        detail = {"publication": publication.pk, "sheet": sheet.pk, "sha256": sha256, "size": size}
        events.record(person.name, "sheet", f"{publication}：{name}", detail)
    wake()
    return sheet, False


def counts(sheet: Sheet) -> bool:
    """Whether it is the one of its unit that counts: the last that was read."""
    if sheet.state != Sheet.State.READ or sheet.unit_id is None:
        return False
    later = Sheet.objects.filter(unit_id=sheet.unit_id, state=Sheet.State.READ, pk__gt=sheet.pk)
    return not later.exists()


def retry_sheet(sheet: Sheet) -> None:
    """Has a sheet that was refused be read again."""
    with writing():
        Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.FAILED).update(
            state=Sheet.State.WAITING, attempts=0, error="", error_code=""
        )
    wake()
