"""Signing in, passwords, locks, people."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from review_ui import events
from review_ui.models import Event, Person
from tests.web.office import PASSWORD, Office

NEW = "青岚镇-2026-新口令"


def sign_in(client: Client, password: str = PASSWORD, username: str = "wangfang", **more: str) -> Any:
    return client.post("/login", {"username": username, "password": password, **more})


def test_signing_in_and_out(db: Office) -> None:
    client = Client()
    assert sign_in(client)["Location"] == "/"
    assert "王芳" in client.get("/").content.decode()
    assert client.post("/logout")["Location"] == "/login"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("/people/", "/people/"),
        ("https://example.org/", "/"),
        ("//example.org/x", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_only_a_page_of_ours_is_opened(db: Office, wanted: str, taken: str) -> None:
    assert sign_in(Client(), next=wanted)["Location"] == taken


def test_a_wrong_password_says_nothing_of_whether_the_name_exists(db: Office) -> None:
    known, unknown = sign_in(Client(), "不对"), sign_in(Client(), "不对", "nobody")
    assert known.status_code == unknown.status_code == 401
    assert "登录名或密码不对" in known.content.decode()
    assert "登录名或密码不对" in unknown.content.decode()


def test_lockout_after_five_wrong_passwords_with_back_off(db: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    for module in ("axes.attempts", "axes.handlers.proxy"):
        monkeypatch.setattr(f"{module}.now", lambda: now)

    def wrong(times: int) -> list[int]:
        return [sign_in(Client(), "不对").status_code for _ in range(times)]

    assert wrong(5) == [401, 401, 401, 401, 429]
    locked = sign_in(Client())
    assert locked.status_code == 429, "the right password does not open a locked account"
    assert "暂时锁定" in locked.content.decode()
    now += timezone.timedelta(seconds=61)
    assert wrong(5) == [401, 401, 401, 401, 429], "again five, and locked for longer"
    now += timezone.timedelta(seconds=61)
    assert sign_in(Client()).status_code == 429, "one minute is no longer enough"
    now += timezone.timedelta(seconds=61)
    assert sign_in(Client()).status_code == 302


def test_an_administrator_lifts_a_lock(db: Office, administrator: Client) -> None:
    for _ in range(5):
        sign_in(Client(), "不对")
    person = Person.objects.get(username="wangfang")
    administrator.post(f"/people/{person.pk}/unlock")
    assert sign_in(Client()).status_code == 302


def test_session_fixation_the_session_is_a_new_one_after_signing_in(db: Office) -> None:
    client = Client()
    session = client.session
    session["before"] = "x"
    session.save()
    client.cookies["sessionid"] = session.session_key
    planted = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/").status_code == 302


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(db: Office) -> None:
    client = Client()
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_changing_ones_password_ends_the_other_sessions(db: Office) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    done = here.post("/password", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert done["Location"] == "/"
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert sign_in(Client(), NEW).status_code == 302


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "10"), ("1234567890123", "数字"), ("wangfang123", "登录名"), ("password123456", "常见")],
)
def test_password_rules(db: Office, handler: Client, password: str, said: str) -> None:
    page = handler.post("/password", {"old": PASSWORD, "password": password, "again": password})
    assert page.status_code == 200
    assert said in page.content.decode() or "密码" in page.content.decode()
    assert Person.objects.get(username="wangfang").check_password(PASSWORD)


def test_a_new_person_must_change_the_first_password(db: Office, administrator: Client) -> None:
    form = {
        "username": "zhouqi",
        "name": "周琦",
        "roles": ["handler"],
        "is_active": "on",
        "password": NEW,
        "again": NEW,
    }
    assert administrator.post("/people/new", form)["Location"] == "/people/"
    client = Client()
    sign_in(client, NEW, "zhouqi")
    assert client.get("/")["Location"] == "/password"


def test_two_people_of_one_name_are_refused(db: Office, administrator: Client) -> None:
    form = {"username": "wf2", "name": "王芳", "roles": ["handler"], "is_active": "on", "password": NEW, "again": NEW}
    page = administrator.post("/people/new", form)
    assert page.status_code == 200
    assert Person.objects.filter(name="王芳").count() == 1


def test_whoever_loses_the_account_is_signed_out_at_once(db: Office, administrator: Client) -> None:
    client = Client()
    sign_in(client)
    person = Person.objects.get(username="wangfang")
    administrator.post(f"/people/{person.pk}/", {"username": "wangfang", "name": "王芳", "roles": ["handler"]})
    assert client.get("/").status_code == 302
    assert sign_in(Client()).status_code == 401


def test_the_only_administrator_stays_one(db: Office, administrator: Client) -> None:
    person = Person.objects.get(username="admin")
    page = administrator.post(
        f"/people/{person.pk}/", {"username": "admin", "name": "系统管理员", "roles": ["handler"], "is_active": "on"}
    )
    assert "唯一的管理员" in page.content.decode()
    assert Person.objects.get(pk=person.pk).roles == ["admin"]


def test_an_administrator_ends_somebodys_sessions(db: Office, administrator: Client) -> None:
    client = Client()
    sign_in(client)
    administrator.post(f"/people/{Person.objects.get(username='wangfang').pk}/sessions")
    assert client.get("/").status_code == 302


def test_passwords_are_kept_as_argon2(db: Office) -> None:
    assert all(person.password.startswith("argon2") for person in Person.objects.all())


def test_what_happened_is_logged_and_chained(db: Office, administrator: Client) -> None:
    sign_in(Client(), "不对")
    sign_in(Client())
    assert [e.act for e in Event.objects.order_by("-sequence")[:2]] == ["sign-in", "sign-in-failed"]
    assert list(events.verify()) == []
    assert "逐条校验无误" in administrator.get("/events/").content.decode()


def test_a_changed_or_missing_event_is_found(db: Office, administrator: Client) -> None:
    for password in ("不对", PASSWORD, "又不对"):
        sign_in(Client(), password)
    middle = Event.objects.order_by("-sequence")[1]
    Event.objects.filter(pk=middle.pk).update(actor="别人")
    assert any("被改动过" in fault for fault in events.verify())
    assert "日志校验不通过" in administrator.get("/events/").content.decode()
    middle.delete()
    assert any("缺第" in fault for fault in events.verify())
