"""The addresses of this room."""

from django.urls import URLPattern, path

from review_ui.results import score_views, sheet_views, unit_views

_SHEETS = "published/<int:publication_id>/sheets"
_SCORES = "published/<int:publication_id>/scores"

urlpatterns: list[URLPattern] = [
    path(f"{_SHEETS}/", sheet_views.sheets, name="sheets"),
    path(f"{_SHEETS}/list", sheet_views.roster, name="sheets_roster"),
    path(f"{_SHEETS}/units", sheet_views.units, name="sheets_units"),
    path(f"{_SHEETS}/units/<int:unit_id>/off", sheet_views.unit_off, name="sheets_unit_off"),
    path(f"{_SHEETS}/blank.zip", sheet_views.blanks, name="sheets_blank"),
    path(f"{_SHEETS}/blank/<int:unit_id>.xlsx", sheet_views.blank, name="sheet_blank"),
    path(f"{_SHEETS}/upload", sheet_views.upload, name="sheets_upload"),
    path(f"{_SHEETS}/<int:sheet_id>/again", sheet_views.again, name="sheet_again"),
    path(f"{_SHEETS}/<int:sheet_id>/dismiss", sheet_views.dismiss, name="sheet_dismiss"),
    path(f"{_SHEETS}/<int:sheet_id>/original", sheet_views.original, name="sheet_original"),
    path(f"{_SCORES}/", score_views.scores, name="scores"),
    path(f"{_SCORES}/log", score_views.score_log, name="score_log"),
    path(f"{_SCORES}/all.<str:form>", score_views.scores_file, name="scores_file"),
    path(f"{_SCORES}/<int:unit_id>/", unit_views.unit_scores, name="unit_scores"),
    path(f"{_SCORES}/<int:unit_id>/all.<str:form>", unit_views.unit_file, name="unit_scores_file"),
    path(f"{_SCORES}/<int:unit_id>/items/<str:item>/source", unit_views.score_source, name="score_source"),
    path(f"{_SCORES}/<int:unit_id>/facts/<str:fact>", unit_views.correct_fact, name="correct_fact"),
]
