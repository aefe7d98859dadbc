"""The year's assessment under a publication: who is assessed, the score sheets that came back, corrections of facts."""

from django.db import models

from review_ui.models.people import Person
from review_ui.models.publications import Publication


class Unit(models.Model):
    """A unit assessed under a publication. `kind` is what its kind is called (街道、镇); "" where it has none."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=100, blank=True)
    position = models.IntegerField()

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["publication", "name"], name="a_unit_once_a_publication"),)

    def __str__(self) -> str:
        return self.name


class Sheet(models.Model):
    """A score sheet that came back: the blob `sha256` holds the file, `reading` what was read in it.

    Read like a notice: `worker` and `lease_until` say who reads it. `unit` is null until it is read. Of a unit's sheets
    that were read the last one counts; the others stay.
    """

    class State(models.TextChoices):
        """How far reading has come."""

        WAITING = "waiting", "待读"
        READING = "reading", "在读"
        READ = "read", "已读"
        FAILED = "failed", "退回"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="sheets")
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=255)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    attempts = models.IntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    reading = models.CharField(max_length=64, blank=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sheets")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.file


class Assessed(models.Model):
    """How long a publication's log of corrections is, and the hash of the last: kept apart from the rows, so that a
    missing end is seen too. The row is the lock under which the log grows."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="assessed")
    corrections = models.IntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.publication}：{self.corrections}"


class CorrectionRow(models.Model):
    """One correction: `body` is its canonical JSON, `sha256` the hash that the next is chained to.

    `token` comes from the browser: the same act sent again after a lost answer is found by it, not done twice.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="correction_log")
    sequence = models.IntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="score_corrections")
    at = models.DateTimeField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(fields=["publication", "sequence"], name="a_correction_number_once"),
            models.UniqueConstraint(fields=["publication", "token"], name="a_correction_once"),
        )

    def __str__(self) -> str:
        return f"{self.publication} 更正{self.sequence}"
