"""Every address of the application. Each room lists its own; each view says who may call it (`review_ui.access`)."""

from django.urls import URLPattern

from review_ui.accounts.urls import urlpatterns as accounts
from review_ui.choices.urls import urlpatterns as choices
from review_ui.overview.urls import urlpatterns as overview
from review_ui.published.urls import urlpatterns as published
from review_ui.results.urls import urlpatterns as results
from review_ui.review.urls import urlpatterns as review
from review_ui.signing.urls import urlpatterns as signing
from review_ui.worklist.urls import urlpatterns as worklist

urlpatterns: list[URLPattern] = [*accounts, *worklist, *review, *overview, *choices, *signing, *published, *results]

handler400 = "review_ui.faults.bad_request"
handler403 = "review_ui.faults.forbidden"
handler404 = "review_ui.faults.not_found"
handler500 = "review_ui.faults.server_fault"
