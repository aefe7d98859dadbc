"""The tables as they were first made."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=64, unique=True, verbose_name="登录名")),
                ("name", models.CharField(max_length=64, unique=True, verbose_name="姓名")),
                ("roles", models.JSONField(default=list, verbose_name="角色")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("must_change_password", models.BooleanField(default=True, verbose_name="首次登录须改密码")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.IntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=64)),
                ("act", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=255)),
                ("detail", models.JSONField(default=dict)),
                ("before", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("sequence",),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("file", models.CharField(max_length=255)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待读"), ("reading", "在读"), ("read", "已读"), ("failed", "读不了")],
                        db_index=True,
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("attempts", models.IntegerField(default=0)),
                ("worker", models.CharField(blank=True, max_length=64)),
                ("lease_until", models.DateTimeField(null=True)),
                ("error_code", models.CharField(blank=True, max_length=64)),
                ("error", models.TextField(blank=True)),
                ("title", models.TextField(blank=True)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField(blank=True)),
                ("year", models.IntegerField(null=True)),
                ("version", models.IntegerField(default=1)),
                ("rubric_sha256", models.CharField(max_length=64)),
                ("manifest", models.TextField()),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="review_ui.publication",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rubric",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField(blank=True)),
                ("year", models.IntegerField(null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("building", "生成中"),
                            ("failed", "生成失败"),
                            ("review", "待核对"),
                            ("handler", "待经办签字"),
                            ("checker", "待复核"),
                            ("issuer", "待签发"),
                            ("signed", "已签发"),
                            ("published", "已发布"),
                        ],
                        db_index=True,
                        default="building",
                        max_length=12,
                    ),
                ),
                ("draft_blob", models.CharField(blank=True, max_length=64)),
                ("draft_sha256", models.CharField(blank=True, max_length=64)),
                ("decisions", models.IntegerField(default=0)),
                ("head", models.CharField(blank=True, max_length=64)),
                ("counts", models.JSONField(default=dict)),
                ("shares", models.JSONField(default=list)),
                ("error", models.TextField(blank=True)),
                ("worker", models.CharField(blank=True, max_length=64)),
                ("lease_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="started", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("people", models.ManyToManyField(related_name="rubrics", to=settings.AUTH_USER_MODEL)),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="review_ui.publication",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="publication",
            name="rubric",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="publication", to="review_ui.rubric"
            ),
        ),
        migrations.CreateModel(
            name="RubricNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("notice", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="review_ui.notice")),
                ("rubric", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="review_ui.rubric")),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.AddField(
            model_name="rubric",
            name="notices",
            field=models.ManyToManyField(through="review_ui.RubricNotice", to="review_ui.notice"),
        ),
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("name", models.CharField(max_length=255)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="review_ui.publication"
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [models.UniqueConstraint(fields=("publication", "name"), name="a_name_once_a_bundle")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_sha256", models.CharField(max_length=64)),
                ("parser", models.CharField(max_length=200)),
                ("blob", models.CharField(max_length=64)),
                ("pages", models.IntegerField(default=0)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="review_ui.notice"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("notice", "text_sha256"), name="one_reading_a_text")],
            },
        ),
        migrations.CreateModel(
            name="DecisionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.IntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("body", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("token", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="review_ui.rubric"
                    ),
                ),
            ],
            options={
                "ordering": ("sequence",),
                "constraints": [
                    models.UniqueConstraint(fields=("rubric", "sequence"), name="a_sequence_number_once"),
                    models.UniqueConstraint(fields=("rubric", "token"), name="an_act_once"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="rubricnotice",
            constraint=models.UniqueConstraint(fields=("rubric", "notice"), name="a_notice_once_a_rubric"),
        ),
    ]
