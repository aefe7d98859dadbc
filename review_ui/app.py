"""The application as Django knows it."""

from django.apps import AppConfig


class ReviewUi(AppConfig):
    """Rooms: accounts, worklist, review, signing, published, overview; jobs read in the background."""

    name = "review_ui"
    label = "review_ui"
    verbose_name = "考核细则核对"
