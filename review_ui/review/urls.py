"""The addresses of the review page."""

from django.urls import URLPattern, path

from review_ui.review import decide, views
from review_ui.review.source_urls import urlpatterns as source

urlpatterns: list[URLPattern] = [
    path("rubrics/<int:rubric_id>/", views.review, name="review"),
    path("rubrics/<int:rubric_id>/decide", decide.decide, name="decide"),
    path("rubrics/<int:rubric_id>/cards", views.cards, name="cards"),
    path("rubrics/<int:rubric_id>/items/<str:item>/card", views.card, name="card"),
    path("rubrics/<int:rubric_id>/items/<str:item>/form", views.item_form, name="item_form"),
    path("rubrics/<int:rubric_id>/changes", views.changes, name="changes"),
    *source,
]
