"""A person's sessions: ended at once when an administrator says so."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from review_ui.models import Person


def end_sessions_of(person: Person, *, but: str | None = None) -> int:
    """Ends the person's sessions except the one with key `but`; returns how many there were."""
    ended = 0
    for session in Session.objects.filter(expire_date__gte=timezone.now()):
        if session.session_key != but and session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
            ended += 1
    return ended
