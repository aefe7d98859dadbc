"""What happened outside of any decision log: sign-ins, accounts, uploads, publishing, restoring. Append-only, chained."""

from django.db import models


class Event(models.Model):
    """One thing that happened. `sha256` covers it and `before`, the hash of the event before."""

    sequence = models.IntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    act = models.CharField(max_length=40)
    about = models.CharField(max_length=255, blank=True)
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.actor} {self.act}"
