"""The addresses of the room, below ``statistik/``."""

from django.urls import path

from reporting.views import county_table

urlpatterns = [
    path("lan/", county_table.county_table, name="county_table"),
    path("lan.csv", county_table.county_table_csv, name="county_table_csv"),
    path("lan.json", county_table.county_table_json, name="county_table_json"),
]
