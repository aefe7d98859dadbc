"""The first page, and what arrives on it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from corpus.errors import KaoheError
from review_ui.access import EVERYONE, allowed, person_of, visible_notices, visible_rubrics
from review_ui.jobs.uploads import receive, start_rubric
from review_ui.models import Notice, Role
from review_ui.worklist.rows import notice_row, rubric_row
from review_ui.worklist.upload_limit import refused_files
from review_ui.worklist.year import stated_year


@allowed(*EVERYONE)
def worklist(request: HttpRequest) -> HttpResponse:
    """One row a rubric and one a notice; administrators without another role are sent to their own page."""
    person = person_of(request)
    if person.roles == [Role.ADMINISTRATOR]:
        return redirect("people")
    rubrics = visible_rubrics(person).select_related("holder", "publication", "replaces").prefetch_related("notices")
    notices = visible_notices(person).select_related("uploaded_by").prefetch_related("rubric_set", "readings")
    return render(
        request,
        "worklist/worklist.html",
        {
            "rubrics": [rubric_row(each) for each in rubrics.order_by("-changed_at")],
            "notices": [notice_row(each) for each in notices.order_by("-uploaded_at")],
            "may_upload": person.has(Role.HANDLER),
            "limit": settings.UPLOAD_LIMIT >> 20,
        },
    )


@allowed(Role.HANDLER, methods=("POST",))
def upload(request: HttpRequest) -> HttpResponse:
    """Files come in, several at once; each outcome is said by name. With `draft`, one rubric is begun from all of them."""
    person = person_of(request)
    taken: list[Notice] = []
    for file in request.FILES.getlist("files"):
        try:
            notice, known = receive(person, file.name or "未命名", file)
        except KaoheError as error:
            messages.error(request, error.message)
            continue
        if notice not in taken:
            taken.append(notice)
        if known:
            messages.info(request, f"“{notice.file}”以前已上传过（内容相同），直接使用原有的读取结果。")
    for name in refused_files(request):
        limit = settings.UPLOAD_LIMIT >> 20
        messages.error(request, f"“{name}”超过{limit} MB 的上限，没有收下；请拆分，或压缩其中的图片后再传。")
    if taken and request.POST.get("draft"):
        try:
            start_rubric(person, taken, stated_year(request.POST.get("year", "")), "")
        except KaoheError as error:
            messages.error(request, error.message)
    if not taken and not refused_files(request) and not request.FILES:
        messages.error(request, "没有选择文件。")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"taken": len(taken)})
    return redirect("worklist")
