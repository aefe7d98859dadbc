"""A publication as values again: the schema from its blob, and the notices it cites."""

from extract.notice import Notice as ReadNotice
from review_ui.jobs.keeping import Kept
from review_ui.jobs.loading import notice_of
from review_ui.jobs.store import blobs
from review_ui.models import Notice, Publication
from rubric_builder.schema import Published

_schemas: Kept[Published] = Kept(4)


def schema_of(publication: Publication) -> Published:
    """The published schema. Raises `Blocked` where its blob is missing or damaged."""
    sha256 = publication.rubric_sha256
    return _schemas.get(sha256, lambda: Published.model_validate_json(blobs().get(sha256)))


def cited_notices(publication: Publication) -> dict[str, tuple[Notice, ReadNotice]]:
    """The files that the schema cites, by SHA-256, each in the reading that it cites."""
    texts = {source.document: source.text_sha256 for source in schema_of(publication).sources}
    rows = Notice.objects.filter(sha256__in=texts)
    return {row.sha256: (row, notice_of(row, texts[row.sha256])) for row in rows}
