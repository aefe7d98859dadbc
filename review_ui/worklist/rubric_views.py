"""A rubric's beginnings: started from notices, built, given to people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corpus.errors import KaoheError
from review_ui import events
from review_ui.access import STAFF, allowed, person_of, rubric_for, visible_notices
from review_ui.jobs.store import writing
from review_ui.jobs.uploads import retry_rubric, start_rubric
from review_ui.models import Person, Role
from review_ui.worklist.rows import rubric_row
from review_ui.worklist.year import stated_year


@allowed(Role.HANDLER, methods=("POST",))
def new(request: HttpRequest) -> HttpResponse:
    """A rubric from the notices chosen on the worklist."""
    person = person_of(request)
    chosen = [int(n) for n in request.POST.getlist("notice") if n.isdigit()]
    notices = list(visible_notices(person).filter(pk__in=chosen).order_by("pk"))
    if not notices:
        messages.error(request, "请先勾选来文，再生成草案。")
        return redirect("worklist")
    try:
        start_rubric(person, notices, stated_year(request.POST.get("year", "")), request.POST.get("title", "").strip())
    except KaoheError as error:
        messages.error(request, error.message)
    return redirect("worklist")


@allowed(*STAFF)
def row(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The rubric's row, asked for again while it is built."""
    return render(request, "worklist/rubric_row.html", {"row": rubric_row(rubric_for(person_of(request), rubric_id))})


@allowed(Role.HANDLER, methods=("POST",))
def rebuild(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """Builds a rubric again whose building failed."""
    retry_rubric(rubric_for(person_of(request), rubric_id))
    return redirect("worklist")


@allowed(*STAFF, methods=("GET", "POST"))
def people(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """Who may open the rubric, and who has it in hand. Only 经办 may change it; nobody shuts themselves out."""
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    staff = [each for each in Person.objects.filter(is_active=True).order_by("name") if each.has(*STAFF)]
    may_change = person.has(Role.HANDLER)
    if request.method == "POST" and may_change:
        named = {each for each in staff if str(each.pk) in request.POST.getlist("people")}
        holder = next((each for each in staff if str(each.pk) == request.POST.get("holder")), None)
        if named and (person not in named or (holder is not None and holder not in named)):
            messages.error(request, "可见人员里应有您自己和承办人；一个也不勾选，则全体工作人员可见。")
            return redirect("rubric_people", rubric_id)
        with writing():
            rubric.people.set(named)
            rubric.holder = holder
            rubric.save(update_fields=["holder", "changed_at"])
            detail = {"people": sorted(each.name for each in named), "holder": holder.name if holder else None}
            events.record(person.name, "rubric-people", str(rubric), detail)
        messages.success(request, "已保存。")
        return redirect("worklist")
    chosen = set(rubric.people.values_list("pk", flat=True))
    return render(
        request,
        "worklist/people.html",
        {"rubric": rubric, "staff": staff, "chosen": chosen, "may_change": may_change},
    )
