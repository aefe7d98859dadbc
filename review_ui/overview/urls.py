"""The addresses of this room."""

from django.urls import URLPattern, path

from review_ui.overview import views

urlpatterns: list[URLPattern] = [
    path("rubrics/<int:rubric_id>/overview", views.overview, name="overview"),
]
