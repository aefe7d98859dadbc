"""Who may open which page and do which act: said at each view, checked on the server, testable from the URL table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from review_ui.models import Notice, Person, Publication, Role, Rubric

View = Callable[..., HttpResponseBase]

STAFF = frozenset({Role.HANDLER, Role.CHECKER, Role.ISSUER, Role.READER})
EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a view and how. `roles` null: also somebody who has not signed in."""

    roles: frozenset[Role] | None
    methods: tuple[str, ...]


class GuardedView(Protocol):
    """A view that says its access; `review_ui.urls` holds no other."""

    access: Access

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def allowed(*roles: Role, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], GuardedView]:
    """The view is for people with one of the roles, by these methods. What changes anything takes POST alone.

    Who is not signed in is sent to sign in; who may not, gets 403; whose password is an administrator's choice must
    change it first.
    """
    return _guard(Access(frozenset(roles), methods))


def open_to_all(methods: tuple[str, ...] = ("GET",)) -> Callable[[View], GuardedView]:
    """The view is for anybody, signed in or not."""
    return _guard(Access(None, methods))


def _guard(access: Access) -> Callable[[View], GuardedView]:
    def guarded(view: View) -> GuardedView:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if access.roles is not None:
                if not request.user.is_authenticated:
                    return _must_sign_in(request)
                person = person_of(request)
                if not person.has(*access.roles):
                    raise PermissionDenied
                if (
                    person.must_change_password
                    and request.resolver_match
                    and request.resolver_match.url_name
                    not in (
                        "password",
                        "logout",
                    )
                ):
                    return redirect("password")
            method = "GET" if request.method == "HEAD" else request.method
            if method not in access.methods:
                return HttpResponseNotAllowed(access.methods)
            return view(request, *args, **kwargs)

        checked.access = access  # type: ignore[attr-defined]  # what makes it a GuardedView
        return cast(GuardedView, checked)

    return guarded


def _must_sign_in(request: HttpRequest) -> HttpResponse:
    """A person who opens a page is sent to sign in. A script or a picture is told 401: the sign-in page would be no
    answer for it, and each one fetched unasked sets a new CSRF cookie under the form the person is filling in."""
    if "text/html" in request.headers.get("Accept", "text/html"):
        return redirect_to_login(request.get_full_path())
    return HttpResponse(
        "登录已失效，请重新登录。", status=401, content_type="text/plain; charset=utf-8", headers={"HX-Refresh": "true"}
    )


def person_of(request: HttpRequest) -> Person:
    """Who is asking; for views that are not `open_to_all`."""
    return cast(Person, request.user)


def visible_rubrics(person: Person) -> QuerySet[Rubric]:
    """The rubrics a person may open: those that name nobody or name this person. Administrators see none by office."""
    if not person.has(*STAFF):
        return Rubric.objects.none()
    return Rubric.objects.annotate(named=Count("people")).filter(Q(named=0) | Q(people=person)).distinct()


def rubric_for(person: Person, rubric_id: int) -> Rubric:
    """The rubric, or 404 where there is none or it is not for this person (who then learns nothing of it)."""
    rubric = visible_rubrics(person).filter(pk=rubric_id).first()
    if rubric is None:
        raise Http404
    return rubric


def visible_notices(person: Person) -> QuerySet[Notice]:
    """The notices a person may open: their own, those in no rubric, those in a rubric they may open."""
    if not person.has(*STAFF):
        return Notice.objects.none()
    seen = Q(uploaded_by=person) | Q(rubric__isnull=True) | Q(rubric__in=visible_rubrics(person).values("pk"))
    return Notice.objects.filter(seen).distinct()


def notice_for(person: Person, notice_id: int) -> Notice:
    """The notice, or 404."""
    notice = visible_notices(person).filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    return notice


def publication_for(person: Person, publication_id: int) -> Publication:
    """The publication, or 404. What is published is open to all staff."""
    publication = Publication.objects.filter(pk=publication_id).first() if person.has(*STAFF) else None
    if publication is None:
        raise Http404
    return publication
