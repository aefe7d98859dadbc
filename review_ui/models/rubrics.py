"""Rubrics in the making: the draft that extraction found, and every decision on it."""

from django.db import models

from review_ui.models.notices import Notice
from review_ui.models.people import Person


class Rubric(models.Model):
    """A year's rubric under review: the draft (the blob `draft_blob` holds its canonical JSON) and its decision log.

    `stage`, `counts` and `shares` repeat what the folded draft says, so that the worklist need not fold: written in the
    transaction that appends a decision. `people` may open it; with nobody there, all staff may.
    """

    class Stage(models.TextChoices):
        """Where it stands. From `REVIEW` to `SIGNED` it is what the decision log says."""

        BUILDING = "building", "生成中"
        FAILED = "failed", "生成失败"
        REVIEW = "review", "待核对"
        HANDLER = "handler", "待经办签字"
        CHECKER = "checker", "待复核"
        ISSUER = "issuer", "待签发"
        SIGNED = "signed", "已签发"
        PUBLISHED = "published", "已发布"

    title = models.TextField(blank=True)
    year = models.IntegerField(null=True)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.BUILDING, db_index=True)
    notices = models.ManyToManyField(Notice, through="RubricNotice")
    people = models.ManyToManyField(Person, related_name="rubrics")
    draft_blob = models.CharField(max_length=64, blank=True)
    draft_sha256 = models.CharField(max_length=64, blank=True)
    decisions = models.IntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    shares = models.JSONField(default=list)
    error = models.TextField(blank=True)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="held")
    replaces = models.ForeignKey(
        "review_ui.Publication", null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="started")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title or f"考核细则草案{self.pk}"


class RubricNotice(models.Model):
    """Which notices a rubric is made from, in order."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT)
    position = models.IntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["rubric", "notice"], name="a_notice_once_a_rubric"),)

    def __str__(self) -> str:
        return f"{self.rubric}：{self.notice}"


class DecisionRow(models.Model):
    """One decision: `body` is its canonical JSON, `sha256` the hash that the next is chained to.

    `token` comes from the browser: the same act sent again after a lost answer is found by it, not done twice.
    """

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="log")
    sequence = models.IntegerField()
    kind = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acts")
    at = models.DateTimeField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(fields=["rubric", "sequence"], name="a_sequence_number_once"),
            models.UniqueConstraint(fields=["rubric", "token"], name="an_act_once"),
        )

    def __str__(self) -> str:
        return f"{self.rubric} #{self.sequence} {self.kind}"
