"""What the pages say is Chinese, whoever wrote the sentence; and they say what to do next."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import strip_tags

from review_ui.models import Person
from tests.web.office import PASSWORD, Office

NEW_PERSON = {"username": "sunli", "name": "孙丽", "roles": ["reader"], "password": "青岚镇-2026-新口令", "again": "青岚镇-2026-新口令"}  # fmt: skip


def faults(client: Client, address: str, form: dict[str, object]) -> list[str]:
    """What the page says is wrong with a form."""
    html = client.post(address, form).content.decode()
    return [strip_tags(said) for said in re.findall(r'<p class="fault"[^>]*>(.*?)</p>', html, re.S)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"username": ""}, ["请填写登录名"]),
        ({"name": ""}, ["请填写姓名"]),
        ({"username": "wangfang"}, ["已有人用这个登录名，请换一个"]),
        ({"name": "王芳"}, ["已有同名的人；签字以姓名为准，请加单位或编号以示区别"]),
        ({"roles": []}, ["请至少勾选一个角色"]),
        ({"password": "", "again": ""}, ["请填写新密码", "请再输一遍"]),
        ({"again": "别的"}, ["两遍输入的密码不一样"]),
        ({"password": "短", "again": "短"}, ["密码太短，至少要10个字符"]),
        ({"password": "1029384756", "again": "1029384756"}, ["这是常见密码，容易被猜中", "密码不能全是数字"]),
        ({"username": "sunlihong", "password": "sunlihong-1", "again": "sunlihong-1"}, ["密码与登录名太相近"]),
    ],
)
def test_what_is_wrong_with_a_new_person(administrator: Client, changed: dict[str, object], said: list[str]) -> None:
    assert faults(administrator, "/people/new", {**NEW_PERSON, **changed}) == said
    assert not Person.objects.filter(name="孙丽").exists()


def test_what_is_wrong_with_ones_own_password(handler: Client) -> None:
    assert faults(handler, "/password", {"old": ""}) == ["请填写现用密码", "请填写新密码", "请再输一遍"]
    assert faults(handler, "/password", {"old": PASSWORD, "password": "password1234", "again": "password1234"}) == [
        "这是常见密码，容易被猜中"
    ]


def test_no_fault_is_said_in_english(administrator: Client) -> None:
    form = {"username": "长" * 80, "name": "长" * 80, "roles": ["emperor"], "password": "x" * 300, "again": "y"}
    said = faults(administrator, "/people/new", form)
    assert said
    assert not [sentence for sentence in said if re.search(r"[a-z]{4}", sentence.replace("emperor", ""))]


def test_the_administrator_is_told_whom_to_hire_first(db: Office, signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("系统管理员")
    assert "接下来" not in administrator.get("/people/").content.decode()
    Person.objects.filter(name="赵敏").update(is_active=False)
    page = administrator.get("/people/").content.decode()
    assert "接下来：新建签发的账号" in page


@pytest.mark.parametrize("page", ["", "choices", "overview", "signing", "audit", "people"])
def test_every_page_of_a_rubric_leads_back_to_the_worklist_and_to_the_others(
    handler: Client, db: Office, page: str
) -> None:
    html = handler.get(f"/rubrics/{db.rubric}/{page}").content.decode()
    crumbs = re.findall(r"<header class=\"bar\">.*?<nav>(.*?)</nav>", html, re.S)[0]
    assert strip_tags(crumbs).startswith("工作台")
    assert f'href="/rubrics/{db.rubric}/overview"' in html
    assert f'href="/rubrics/{db.rubric}/signing"' in html
