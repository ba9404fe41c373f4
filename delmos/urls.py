"""The addresses of the portal."""

from django.apps import apps
from django.urls import include, path

from delmos.health import healthz
from delmos.views import accessibility
from grants.views.home import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("tillganglighet/", accessibility, name="accessibility"),
    path("konto/", include("accounts.urls")),
    path("utlysningar/hantera/", include("grants.urls.manage")),
    path("utlysningar/", include("grants.urls.public")),
    path("bevaka/", include("grants.urls.subscriptions")),
    path("statistik/", include("reporting.urls")),
    path("offentligt-diarium/", include("grants.urls.public_diary")),
    path("diarium/", include("grants.urls.registry")),
    path("rangordning/", include("grants.urls.ranking")),
    path("mina-uppgifter/", include("grants.urls.own_data")),
    path("", include("grants.urls.applicant")),
    path("", include("grants.urls.batches")),
    path("", include("grants.urls.casework")),
    path("", include("applicants.urls")),
]

if apps.is_installed("delmos.demo"):
    urlpatterns.append(path("demo/", include("delmos.demo.urls")))
