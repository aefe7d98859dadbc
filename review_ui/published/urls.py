"""The addresses of this room."""

from django.urls import URLPattern, path

from review_ui.published import audit_views, views

urlpatterns: list[URLPattern] = [
    path("published/<int:publication_id>/", views.published, name="published"),
    path("published/<int:publication_id>/items/<str:item>", views.item, name="published_item"),
    path("published/<int:publication_id>/files/<path:name>", views.one_file, name="published_file"),
    path("published/<int:publication_id>.zip", views.as_zip, name="published_zip"),
    path("published/<int:publication_id>/correct", views.correct, name="correct"),
    path("rubrics/<int:rubric_id>/audit", audit_views.audit, name="audit"),
]
