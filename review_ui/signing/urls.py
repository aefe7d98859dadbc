"""The addresses of this room."""

from django.urls import URLPattern, path

from review_ui.signing import views

urlpatterns: list[URLPattern] = [
    path("rubrics/<int:rubric_id>/signing", views.signing, name="signing"),
    path("rubrics/<int:rubric_id>/checks", views.checks, name="checks"),
    path("rubrics/<int:rubric_id>/sign", views.sign, name="sign"),
    path("rubrics/<int:rubric_id>/return", views.send_back, name="send_back"),
    path("rubrics/<int:rubric_id>/publish", views.publish, name="publish"),
]
