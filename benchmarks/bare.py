"""The bare Django project that the portal is compared with: one request, one inserted row, nothing else.

It is its own settings: DJANGO_SETTINGS_MODULE=benchmarks.bare.
"""

import os

import environ
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

ROOT_URLCONF = __name__
ALLOWED_HOSTS = ["127.0.0.1"]
# Only its own server has a database; the measurements read from here what the table is called.
URL = os.environ.get("DATABASE_URL")
DATABASES = {"default": {**environ.Env.db_url_config(URL), "CONN_MAX_AGE": 60}} if URL else {}
TABLE = "bare_row"
CREATE = f"CREATE TABLE {TABLE} (id bigserial PRIMARY KEY, said text NOT NULL)"


def insert(request: HttpRequest) -> HttpResponse:
    """Insert one row."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (said) VALUES (%s)", [request.path])
    return HttpResponse(status=204)


urlpatterns = [path("", insert)]
