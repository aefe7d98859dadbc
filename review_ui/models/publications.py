"""What was published. Rows and blobs of a publication never change."""

from django.db import models

from review_ui.models.people import Person
from review_ui.models.rubrics import Rubric


class Publication(models.Model):
    """A published version: `manifest` is the text of its `manifest.json`; a correction names what it replaces."""

    rubric = models.OneToOneField(Rubric, on_delete=models.PROTECT, related_name="publication")
    title = models.TextField(blank=True)
    year = models.IntegerField(null=True)
    version = models.IntegerField(default=1)
    rubric_sha256 = models.CharField(max_length=64)
    manifest = models.TextField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"


class PublishedFile(models.Model):
    """A file of the bundle: its path in it, and the blob that holds it."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    position = models.IntegerField()
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["publication", "name"], name="a_name_once_a_bundle"),)

    def __str__(self) -> str:
        return self.name
