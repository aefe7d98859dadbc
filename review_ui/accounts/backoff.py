"""How long an account stays locked after too many wrong passwords."""

from datetime import timedelta

from axes.models import AccessFailureLog
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)


def cool_off(request: HttpRequest | None) -> timedelta:
    """One minute after the first five wrong passwords, doubled with each further five of the last day, an hour at most."""
    username = request.POST.get("username", "") if request is not None else ""
    since = timezone.now() - timedelta(days=1)
    failed = AccessFailureLog.objects.filter(username=username, attempt_time__gte=since).count()
    longer: timedelta = min(_FIRST * 2 ** min(max(failed // settings.AXES_FAILURE_LIMIT - 1, 0), 6), _LONGEST)
    return longer
