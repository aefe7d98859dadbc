"""The administrator's pages: people, roles, passwords, locks, and the log of what happened."""

from axes.utils import reset
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from review_ui import events
from review_ui.access import allowed, person_of
from review_ui.accounts.forms import ROLE_DUTIES, FirstPasswordForm, PersonForm
from review_ui.accounts.sessions import end_sessions_of
from review_ui.jobs.store import writing
from review_ui.models import Event, Person, Role

ADMIN = Role.ADMINISTRATOR
_NEEDED = (Role.HANDLER, Role.CHECKER, Role.ISSUER)
"""Without somebody in each of these no rubric is ever published."""


@allowed(ADMIN)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account."""
    everybody = Person.objects.order_by("-is_active", "name")
    working = [person for person in everybody if person.is_active]
    missing = [role.label for role in _NEEDED if not any(person.has(role) for person in working)]
    return render(request, "accounts/people.html", {"people": everybody, "missing": missing})


@allowed(ADMIN, methods=("GET", "POST"))
def new_person(request: HttpRequest) -> HttpResponse:
    """A new account. Its first password is the administrator's choice and must be changed at the first sign-in."""
    blank = Person()
    form = PersonForm(request.POST or None, instance=blank)
    password = FirstPasswordForm(blank, request.POST or None)
    if request.method == "POST" and form.is_valid() and password.is_valid():
        with writing():
            person = form.save(commit=False)
            person.roles = form.cleaned_data["roles"]
            person.set_password(password.cleaned_data["password"])
            person.save()
            _record(request, "person-new", person, {"roles": person.role_names})
        messages.success(request, f"已新建“{person.name}”的账号；首次登录须改密码。")
        return redirect("people")
    return _page(request, form, password, None)


@allowed(ADMIN, methods=("GET", "POST"))
def one_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """An account: name, roles, in use or not. Whoever loses the account or a role is signed out at once."""
    person = get_object_or_404(Person, pk=person_id)
    before = (person.name, tuple(person.roles), person.is_active)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        with writing():
            person = form.save(commit=False)
            person.roles = form.cleaned_data["roles"]
            person.save()
            if before != (person.name, tuple(person.roles), person.is_active):
                if person != person_of(request):
                    end_sessions_of(person)
                act = "person-changed" if person.is_active else "person-revoked"
                _record(request, act, person, {"roles": person.role_names, "active": person.is_active})
        messages.success(request, f"“{person.name}”的账号已保存。")
        return redirect("people")
    return _page(request, form, FirstPasswordForm(person), Person.objects.get(pk=person_id))


@allowed(ADMIN, methods=("POST",))
def reset_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """A new first password for somebody who forgot theirs."""
    person = get_object_or_404(Person, pk=person_id)
    form = FirstPasswordForm(person, request.POST)
    if not form.is_valid():
        return _page(request, PersonForm(instance=person), form, person, status=422)
    with writing():
        person.set_password(form.cleaned_data["password"])
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        end_sessions_of(person)
        _record(request, "password-reset", person, {})
    messages.success(request, f"“{person.name}”的密码已重置，下次登录须改密码。")
    return redirect("people")


@allowed(ADMIN, methods=("POST",))
def unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Lifts the lock after too many wrong passwords."""
    person = get_object_or_404(Person, pk=person_id)
    with writing():
        reset(username=person.username)
        _record(request, "unlocked", person, {})
    messages.success(request, f"“{person.name}”的登录锁定已解除。")
    return redirect("person", person_id)


@allowed(ADMIN, methods=("POST",))
def end_sessions(request: HttpRequest, person_id: int) -> HttpResponse:
    """Signs the person out everywhere."""
    person = get_object_or_404(Person, pk=person_id)
    with writing():
        ended = end_sessions_of(person)
        _record(request, "sessions-ended", person, {"ended": ended})
    messages.success(request, f"“{person.name}”的{ended}处登录已退出。")
    return redirect("person", person_id)


@allowed(ADMIN)
def event_log(request: HttpRequest) -> HttpResponse:
    """What happened, newest first, and whether the chain holds."""
    page = Paginator(Event.objects.order_by("-sequence"), 100).get_page(request.GET.get("page"))
    faults = list(events.verify())
    return render(request, "accounts/events.html", {"page": page, "faults": faults, "acts": events.ACTS})


def _page(
    request: HttpRequest, form: PersonForm, password: FirstPasswordForm, person: Person | None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "password": password, "person": person, "duties": ROLE_DUTIES}
    return render(request, "accounts/person.html", context, status=status)


def _record(request: HttpRequest, act: str, person: Person, detail: dict[str, object]) -> None:
    events.record(person_of(request).name, act, f"{person.name}（{person.username}）", detail)
