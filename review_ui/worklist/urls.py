"""The addresses of this room."""

from django.urls import URLPattern, path

from review_ui.worklist import notice_views, rubric_views, views

urlpatterns: list[URLPattern] = [
    path("", views.worklist, name="worklist"),
    path("upload", views.upload, name="upload"),
    path("notices/<int:notice_id>/", notice_views.notice, name="notice"),
    path("notices/<int:notice_id>/progress", notice_views.progress, name="notice_progress"),
    path("notices/<int:notice_id>/retry", notice_views.retry, name="notice_retry"),
    path("notices/<int:notice_id>/original", notice_views.original, name="notice_original"),
    path("rubrics/new", rubric_views.new, name="rubric_new"),
    path("rubrics/<int:rubric_id>/row", rubric_views.row, name="rubric_row"),
    path("rubrics/<int:rubric_id>/rebuild", rubric_views.rebuild, name="rubric_rebuild"),
    path("rubrics/<int:rubric_id>/people", rubric_views.people, name="rubric_people"),
]
