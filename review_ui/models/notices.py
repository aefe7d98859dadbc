"""Uploaded files and what was read from them."""

from django.db import models

from review_ui.models.people import Person


class Notice(models.Model):
    """An uploaded file, known by the SHA-256 of its bytes (the blob of that name holds them).

    `done` of `total` pages are read while it is `READING`; `worker` and `lease_until` say who reads it, so that what a
    crash left is taken up again. `error` is the sentence a person reads.
    """

    class State(models.TextChoices):
        """How far reading has come."""

        WAITING = "waiting", "待读"
        READING = "reading", "在读"
        READ = "read", "已读"
        FAILED = "failed", "读不了"

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.CharField(max_length=255)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    attempts = models.IntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    title = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.file


class Reading(models.Model):
    """One reading of a notice: the blob `blob` holds the source text (`corpus.codec`). A newer parser makes another."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="readings")
    text_sha256 = models.CharField(max_length=64)
    parser = models.CharField(max_length=200)
    blob = models.CharField(max_length=64)
    pages = models.IntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["notice", "text_sha256"], name="one_reading_a_text"),)

    def __str__(self) -> str:
        return f"{self.notice}（{self.parser}）"
