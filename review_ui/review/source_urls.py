"""The addresses of the left two columns: pictures, text, frames, what was selected."""

from django.urls import URLPattern, path

from review_ui.review import source_views

urlpatterns: list[URLPattern] = [
    path("notices/<int:notice_id>/pages/<int:page>.png", source_views.page_picture, name="page_picture"),
    path("notices/<int:notice_id>/thumbs/<int:page>.png", source_views.page_thumb, name="page_thumb"),
    path("rubrics/<int:rubric_id>/pages/<int:notice_id>/<int:page>", source_views.page_overlay, name="page_overlay"),
    path("rubrics/<int:rubric_id>/texts/<int:notice_id>", source_views.source_text, name="source_text"),
    path("rubrics/<int:rubric_id>/frames", source_views.source_frames, name="source_frames"),
    path("rubrics/<int:rubric_id>/selection", source_views.selection, name="selection"),
]
