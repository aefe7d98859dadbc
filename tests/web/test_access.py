"""Every address says who may call it, and the server holds to it."""

import itertools
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from review_ui.access import Access
from review_ui.models import Person, Role, Rubric
from review_ui.urls import urlpatterns
from tests.web.office import PEOPLE, Office

OPEN = {"login"}
PROBES: dict[str, Any] = {"int": 999_999, "str": "ind-1", "path": "rubric.json"}
ROLES = {name: set(roles) for _, name, roles in PEOPLE}


def address(pattern: URLPattern) -> str:
    """An address of the pattern, with ids that nothing has."""
    kwargs = {key: PROBES[type(c).__name__.removesuffix("Converter").lower().replace("string", "str")]
              for key, c in pattern.pattern.converters.items()}  # fmt: skip
    from django.urls import reverse

    return reverse(str(pattern.name), kwargs=kwargs)


def access(pattern: URLPattern) -> Access:
    found: Access = pattern.callback.access
    return found


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda p: str(p.name))
def test_every_view_says_who_may_call_it(pattern: URLPattern) -> None:
    assert isinstance(getattr(pattern.callback, "access", None), Access), f"{pattern.name} is not guarded"
    assert (access(pattern).roles is None) == (pattern.name in OPEN)


def test_names_are_unique() -> None:
    names = [pattern.name for pattern in urlpatterns]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("pattern", [p for p in urlpatterns if p.name not in OPEN], ids=lambda p: str(p.name))
def test_who_is_not_signed_in_is_sent_to_sign_in(db: Office, pattern: URLPattern) -> None:
    for method in ("get", "post"):
        response = getattr(Client(), method)(address(pattern))
        assert response.status_code == 302, f"{method} {pattern.name}"
        assert response["Location"].startswith("/login")


def test_a_script_or_a_picture_without_a_session_gets_401_and_no_new_token(db: Office) -> None:
    """Were it sent on to the sign-in page, each answer would put another CSRF cookie under the form being filled in."""
    for wanted in ("*/*", "image/avif,image/webp,*/*;q=0.8", "application/json"):
        response = Client(headers={"Accept": wanted}).get("/", follow=True)
        assert (response.status_code, response.content.decode()) == (401, "登录已失效，请重新登录。")
        assert not response.cookies
    assert Client(headers={"Accept": "text/html,*/*;q=0.8"}).get("/").status_code == 302


@pytest.mark.parametrize("pattern", [p for p in urlpatterns if p.name not in OPEN], ids=lambda p: str(p.name))
def test_role_bypass_is_refused_on_every_address(db: Office, signed_in: Any, pattern: URLPattern) -> None:
    roles = access(pattern).roles or frozenset()
    for name, method in itertools.product(ROLES, access(pattern).methods):
        if not ROLES[name] & {str(role) for role in roles}:
            response = getattr(signed_in(name), method.lower())(address(pattern))
            assert response.status_code == 403, f"{name} {method} {pattern.name}"


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda p: str(p.name))
def test_a_change_takes_post_alone(db: Office, signed_in: Any, pattern: URLPattern) -> None:
    said = access(pattern)
    everything = signed_in("王芳")
    Person.objects.filter(name="王芳").update(roles=[str(role) for role in Role])
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - set(said.methods):
        response = everything.generic(method, address(pattern))
        assert response.status_code == 405, f"{method} {pattern.name}"


def test_a_rubric_for_others_is_not_there(db: Office, rubric: Rubric, signed_in: Any) -> None:
    """Whoever is not among the rubric's people gets 404 at every address under it, for reading and for acting."""
    outsider = Person.objects.create_person(
        "sunli", "孙丽", "x", ["handler", "checker", "issuer"], must_change_password=False
    )
    rubric.people.add(Person.objects.get(name="王芳"))
    client = signed_in(outsider.name)
    checked = 0
    for pattern in urlpatterns:
        if "rubric_id" in pattern.pattern.converters:
            kwargs = {key: rubric.pk if key == "rubric_id" else PROBES["str" if key == "item" else "int"]
                      for key in pattern.pattern.converters}  # fmt: skip
            from django.urls import reverse

            for method in access(pattern).methods:
                response = getattr(client, method.lower())(reverse(str(pattern.name), kwargs=kwargs))
                assert response.status_code == 404, f"{method} {pattern.name}"
                checked += 1
    assert checked > 10
    assert str(rubric) not in client.get("/").content.decode()


def test_the_notices_of_a_rubric_for_others_are_not_there(db: Office, rubric: Rubric, signed_in: Any) -> None:
    outsider = Person.objects.create_person("sunli", "孙丽", "x", ["handler"], must_change_password=False)
    rubric.people.add(Person.objects.get(name="王芳"))
    client = signed_in(outsider.name)
    for notice in rubric.notices.all():
        for where in ("", "progress", "original", "pages/1.png"):
            assert client.get(f"/notices/{notice.pk}/{where}").status_code == 404


def test_the_first_password_must_be_changed_before_anything_else(db: Office, signed_in: Any) -> None:
    Person.objects.filter(name="王芳").update(must_change_password=True)
    client = signed_in("王芳")
    assert client.get("/")["Location"] == "/password"
    assert client.get("/password").status_code == 200
