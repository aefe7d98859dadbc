"""From a signed rubric to a publication: everything in one transaction, or nothing."""

from django.utils import timezone

from corpus.errors import Blocked
from review_ui import events, ledger
from review_ui.access import rubric_for
from review_ui.jobs.loading import draft_of, notices_of
from review_ui.jobs.store import blobs, writing
from review_ui.models import Person, Publication, PublishedFile, Rubric
from rubric_builder.publishing import freeze


def publish_rubric(person: Person, rubric_id: int) -> Publication:
    """Publishes a rubric that bears the three signatures; published already, its publication is returned.

    The bundle is `rubric_builder.publishing.freeze`'s, byte for byte. Raises Http404 where the rubric is not for this
    person, `Blocked` where a signature is missing, a check fails, or somebody decided meanwhile.
    """
    rubric = rubric_for(person, rubric_id)
    if rubric.stage == Rubric.Stage.PUBLISHED:
        return rubric.publication
    folded = ledger.load(rubric)
    now = timezone.localtime().replace(microsecond=0)
    replaces = rubric.replaces
    bundle = freeze(
        draft_of(rubric),
        notices_of(rubric),
        by=person.name,
        at=now.isoformat(),
        decisions=folded.log,
        replaces=replaces.rubric_sha256 if replaces else None,
    )
    files = {name: (len(content), blobs().put(content)) for name, content in bundle.with_manifest().items()}
    with writing():
        current = Rubric.objects.select_for_update().get(pk=rubric_id)
        if current.stage == Rubric.Stage.PUBLISHED:
            return current.publication
        if ledger.load(current).log.head != folded.log.head:
            raise Blocked("publish.changed", "发布前又有新的决定或退回，没有发布；请查看后重新签批")
        publication = Publication.objects.create(
            rubric=current,
            title=bundle.manifest.title or "",
            year=bundle.manifest.year,
            version=replaces.version + 1 if replaces else 1,
            rubric_sha256=bundle.manifest.rubric_sha256,
            manifest=bundle.with_manifest()["manifest.json"].decode("utf-8"),
            replaces=replaces,
            published_by=person,
            published_at=now,
        )
        PublishedFile.objects.bulk_create(
            PublishedFile(publication=publication, position=n, name=name, size=size, sha256=sha256)
            for n, (name, (size, sha256)) in enumerate(files.items())
        )
        current.stage = Rubric.Stage.PUBLISHED
        current.save(update_fields=["stage", "changed_at"])
        events.record(person.name, "publish", str(publication), {"rubric_sha256": publication.rubric_sha256})
    return publication


def start_correction(person: Person, publication: Publication, reason: str) -> Rubric:
    """A new rubric to correct a published one: the same draft with the same decisions, sent back with the reason.

    Where a correction is under way already, that one. Raises `Blocked` without a reason, or where the publication has
    been replaced.
    """
    reason = reason.strip()
    if not reason:
        raise Blocked("correct.reason", "请写明为什么要更正")
    if Publication.objects.filter(replaces=publication).exists():
        raise Blocked("correct.replaced", "这一版已被新版本替代，请在最新的版本上发起更正")
    with writing():
        old = Rubric.objects.select_for_update().get(pk=publication.rubric_id)
        begun = Rubric.objects.filter(replaces=publication).first()
        if begun is not None:
            return begun
        new = Rubric.objects.create(
            title=old.title,
            year=old.year,
            stage=Rubric.Stage.SIGNED,
            draft_blob=old.draft_blob,
            draft_sha256=old.draft_sha256,
            decisions=old.decisions,
            head=old.head,
            counts=old.counts,
            shares=old.shares,
            replaces=publication,
            created_by=person,
        )
        new.people.set(old.people.all())
        for link in old.rubricnotice_set.all():
            link.pk, link.rubric = None, new
            link.save(force_insert=True)
        for row in old.log.all():
            row.pk, row.rubric = None, new
            row.save(force_insert=True)
        ledger.act(
            person,
            new.pk,
            {"kind": "return", "reason": f"更正第{publication.version}版：{reason}"},
            None,
            f"correct-{publication.pk}",
        )
        events.record(person.name, "correct", str(publication), {"reason": reason})
    return Rubric.objects.get(pk=new.pk)
