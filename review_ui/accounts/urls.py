"""The addresses of this room."""

from django.urls import URLPattern, path

from review_ui.accounts import people_views, sign_in_views

urlpatterns: list[URLPattern] = [
    path("login", sign_in_views.sign_in, name="login"),
    path("logout", sign_in_views.sign_out, name="logout"),
    path("password", sign_in_views.own_password, name="password"),
    path("people/", people_views.people, name="people"),
    path("people/new", people_views.new_person, name="person_new"),
    path("people/<int:person_id>/", people_views.one_person, name="person"),
    path("people/<int:person_id>/password", people_views.reset_password, name="person_password"),
    path("people/<int:person_id>/unlock", people_views.unlock, name="person_unlock"),
    path("people/<int:person_id>/sessions", people_views.end_sessions, name="person_sessions"),
    path("events/", people_views.event_log, name="events"),
]
