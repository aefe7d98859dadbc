"""The addresses of this room."""

from django.urls import URLPattern, path

from review_ui.choices import views

urlpatterns: list[URLPattern] = [
    path("rubrics/<int:rubric_id>/choices", views.choices, name="choices"),
    path("rubrics/<int:rubric_id>/choices/settle", views.settle, name="settle"),
    path("rubrics/<int:rubric_id>/choices/undo", views.undo, name="unsettle"),
]
