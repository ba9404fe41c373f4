"""The addresses of the ranking and of scenarios."""

from django.urls import path

from grants.views import adoption, ranking, scenarios

urlpatterns = [
    path("", ranking.ranking_groups, name="ranking_groups"),
    path("scenario/<int:pk>/", scenarios.scenario, name="scenario"),
    path("scenario/<int:pk>/andra/", scenarios.scenario_edit, name="scenario_edit"),
    path("scenario/<int:pk>/kopiera/", scenarios.scenario_copy, name="scenario_copy"),
    path("scenario/<int:pk>/ta-bort/", scenarios.scenario_remove, name="scenario_remove"),
    path("scenario/<int:pk>/anta/", adoption.scenario_adopt, name="scenario_adopt"),
    path("scenario/<int:pk>/forslag/", adoption.scenario_propose, name="scenario_propose"),
    path("forslag/<uuid:pk>/", adoption.proposal_order, name="proposal_order"),
    path("<slug:slug>/<slug:group>/", ranking.ranking, name="ranking"),
    path("<slug:slug>/<slug:group>/lista.<slug:kind>", ranking.ranking_sheet, name="ranking_sheet"),
    path("<slug:slug>/<slug:group>/jamfor/", scenarios.scenario_compare, name="scenario_compare"),
    path("<slug:slug>/<slug:group>/nytt-scenario/", scenarios.scenario_new, name="scenario_new"),
]
