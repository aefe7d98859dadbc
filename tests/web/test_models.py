"""The tables and their migrations."""

import io

from django.core.management import call_command

from tests.web.office import Office


def test_no_migration_is_missing(office: Office) -> None:
    said = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert "No changes" in said.getvalue()


def test_the_settings_hold_what_django_checks_for(office: Office) -> None:
    call_command("check", fail_level="WARNING")
