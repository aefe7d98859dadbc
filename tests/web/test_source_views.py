"""The addresses of the left two columns: who gets what, and how long a browser may keep it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from corpus.errors import Blocked
from review_ui.models import Notice, Person, Rubric
from review_ui.review.source_selection import read_spans
from tests.web.office import Office


@pytest.fixture
def pdf(db: Office) -> Notice:
    return Notice.objects.get(pk=db.notices[0])


@pytest.fixture
def docx(db: Office) -> Notice:
    return Notice.objects.get(pk=db.notices[1])


def post(client: Client, rubric: Rubric, content: Any) -> Any:
    body = content if isinstance(content, str) else json.dumps(content)
    return client.post(reverse("selection", args=[rubric.pk]), body, content_type="application/json")


def text_of(notice: Notice) -> tuple[str, str]:
    from review_ui.jobs.loading import source_of

    source = source_of(notice)
    return source.text, source.sha256


def test_a_picture_is_kept_for_good_under_its_version_and_asked_for_again_without(handler: Client, pdf: Notice) -> None:
    address = reverse("page_picture", args=[pdf.pk, 1])
    first = handler.get(address)
    assert first["Content-Type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    assert first["Cache-Control"] == "private, no-cache"
    assert "immutable" in handler.get(f"{address}?v={pdf.sha256[:16]}")["Cache-Control"]
    assert handler.get(f"{address}?v=0123456789abcdef")["Cache-Control"] == "private, no-cache"
    again = handler.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert handler.get(reverse("page_thumb", args=[pdf.pk, 1])).content.startswith(b"\x89PNG")


@pytest.mark.parametrize("page", [0, 999])
def test_a_page_that_is_not_there_is_not_found(handler: Client, pdf: Notice, page: int) -> None:
    assert handler.get(reverse("page_picture", args=[pdf.pk, page])).status_code == 404


def test_an_overlay_holds_the_pages_text_with_its_offsets(handler: Client, rubric: Rubric, pdf: Notice) -> None:
    answer = handler.get(reverse("page_overlay", args=[rubric.pk, pdf.pk, 1]))
    text, _ = text_of(pdf)
    told = answer.json()
    assert told["runs"]
    for start, end, _x, _y, _width, _size, said, _quiet in told["runs"]:
        assert text[start:end] == said
    assert (
        handler.get(reverse("page_overlay", args=[rubric.pk, pdf.pk, 1]), HTTP_IF_NONE_MATCH=answer["ETag"]).status_code
        == 304
    )


def test_frames_of_every_item_with_counts(handler: Client, rubric: Rubric, pdf: Notice, docx: Notice) -> None:
    told = handler.get(reverse("source_frames", args=[rubric.pk])).json()
    on_pages, in_text = told["notices"][str(pdf.pk)], told["notices"][str(docx.pk)]
    assert sum(on_pages["counts"].values()) >= len(on_pages["frames"]) > 50
    assert sum(in_text["counts"].values()) == len(in_text["frames"]) > 50
    two_pages = [frame for frame in on_pages["frames"] if len(frame["pages"]) == 2]
    assert two_pages
    one = handler.get(reverse("source_frames", args=[rubric.pk]), {"items": two_pages[0]["item"]}).json()
    assert [f["item"] for f in one["notices"][str(pdf.pk)]["frames"]] == [two_pages[0]["item"]]
    assert one["notices"][str(pdf.pk)]["shape"] == on_pages["shape"]


def test_a_text_is_shown_with_items_marked_and_word_s_numbers_told_apart(
    handler: Client, rubric: Rubric, docx: Notice
) -> None:
    html = handler.get(reverse("source_text", args=[rubric.pk, docx.pk])).content.decode()
    assert 'data-items="role-1' in html
    assert 'class="piece computed"' in html
    assert " style=" not in html
    assert 'class="as-heading' in html


def test_a_selection_comes_back_as_a_citation(handler: Client, rubric: Rubric, docx: Notice) -> None:
    text, sha = text_of(docx)
    at = text.index("每季度")
    told = post(handler, rubric, {"notice": docx.pk, "text_sha256": sha, "spans": [[at - 1, at + 3]]}).json()
    assert told["quote"] == text[told["spans"][0][0] : told["spans"][0][1]]
    assert "每季度" in told["quote"]
    assert told["citation"].startswith("《")


def test_a_selection_on_a_page_says_which(handler: Client, rubric: Rubric, pdf: Notice) -> None:
    text, sha = text_of(pdf)
    at = text.index("扣完为止")
    told = post(handler, rubric, {"notice": pdf.pk, "text_sha256": sha, "spans": [[at, at + 4]]}).json()
    assert told["quote"] == "扣完为止"
    assert len(told["pages"]) == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ({"notice": "x", "text_sha256": "", "spans": []}, 400),
        ({"notice": 0, "text_sha256": "", "spans": [[0, 1]]}, 404),
    ],
)
def test_what_is_no_selection_is_refused(handler: Client, rubric: Rubric, content: Any, status: int) -> None:
    assert post(handler, rubric, content).status_code == status


@pytest.mark.parametrize(
    "spans",
    [[], None, "ab", [[3, 3]], [[5, 2]], [[0, 999]], [[-1, 2]], [["0", 1]], [[0, 1, 2]], [[True, 2]], [[0, 1]] * 5000],
)
def test_spans_that_are_none_are_refused(spans: Any) -> None:
    with pytest.raises(Blocked):
        read_spans(spans, 10)


def test_a_selection_of_an_older_reading_is_refused(handler: Client, rubric: Rubric, docx: Notice) -> None:
    answer = post(handler, rubric, {"notice": docx.pk, "text_sha256": "0" * 64, "spans": [[0, 4]]})
    assert answer.status_code == 409
    assert "刷新" in answer.json()["message"]


def test_a_selection_needs_its_token(rubric: Rubric) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(name="王芳"), backend="django.contrib.auth.backends.ModelBackend")
    assert post(client, rubric, {}).status_code == 403


def test_who_may_not_open_the_rubric_sees_none_of_it(
    signed_in: Callable[[str], Client], rubric: Rubric, pdf: Notice
) -> None:
    rubric.people.add(Person.objects.get(name="李建国"))
    Notice.objects.update(uploaded_by=Person.objects.get(name="李建国"))
    outsider = signed_in("赵敏")
    for name, args in (
        ("source_frames", [rubric.pk]), ("source_text", [rubric.pk, pdf.pk]), ("page_overlay", [rubric.pk, pdf.pk, 1]),
        ("page_picture", [pdf.pk, 1]), ("page_thumb", [pdf.pk, 1]),
    ):  # fmt: skip
        assert outsider.get(reverse(name, args=args)).status_code == 404, name
    assert post(outsider, rubric, {"notice": pdf.pk, "text_sha256": "", "spans": [[0, 1]]}).status_code == 404


def test_a_notice_of_another_rubric_is_not_found_here(handler: Client, rubric: Rubric) -> None:
    for name, args in (("page_overlay", [rubric.pk, 4711, 1]), ("source_text", [rubric.pk, 4711])):
        assert handler.get(reverse(name, args=args)).status_code == 404
