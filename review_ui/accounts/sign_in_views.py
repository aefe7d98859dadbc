"""Signing in and out, and one's own password."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from review_ui import events
from review_ui.access import EVERYONE, allowed, open_to_all, person_of
from review_ui.accounts.forms import OwnPasswordForm, SignInForm
from review_ui.accounts.sessions import end_sessions_of
from review_ui.jobs.store import writing
from review_ui.models import Person


@open_to_all(methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign-in. Five wrong passwords lock the name for a while that grows; the page says so and nothing else."""
    if request.user.is_authenticated:
        return redirect("worklist")
    form = SignInForm(request.POST or None)
    fault, status = "", 200
    if request.method == "POST" and form.is_valid():
        username = form.cleaned_data["username"]
        person = authenticate(request, **form.cleaned_data)
        if isinstance(person, Person):
            login(request, person)
            events.record(person.name, "sign-in")
            return redirect(_wanted(request))
        if AxesProxyHandler.is_locked(request, {"username": username}):
            fault, status = "输错次数过多，账号已暂时锁定。请稍后再试，或请管理员解除锁定。", 429
            events.record(username[:64], "locked-out")
        else:
            fault, status = "登录名或密码不对。", 401
            form.on_to_the_password()
            events.record(username[:64], "sign-in-failed")
    return render(
        request, "accounts/sign_in.html", {"form": form, "fault": fault, "next": _wanted(request)}, status=status
    )


@allowed(*EVERYONE, methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    events.record(person_of(request).name, "sign-out")
    logout(request)
    return redirect("login")


@allowed(*EVERYONE, methods=("GET", "POST"))
def own_password(request: HttpRequest) -> HttpResponse:
    """One's own password. All one's other sessions end with the change."""
    person = person_of(request)
    form = OwnPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with writing():
            person.set_password(form.cleaned_data["password"])
            person.must_change_password = False
            person.save(update_fields=["password", "must_change_password"])
            update_session_auth_hash(request, person)
            end_sessions_of(person, but=request.session.session_key)
            events.record(person.name, "password")
        messages.success(request, "密码已修改，其他地方的登录已全部退出。")
        return redirect("worklist")
    return render(request, "accounts/password.html", {"form": form, "person": person})


def _wanted(request: HttpRequest) -> str:
    """Where the person wanted to go: only a page of this application."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted else "/"
