"""The addresses of e-mail on new calls."""

from django.urls import path

from grants.views import subscriptions

urlpatterns = [
    path("", subscriptions.new, name="subscription_new"),
    path("skickat/", subscriptions.sent, name="subscription_sent"),
    path("bekrafta/<str:token>/", subscriptions.confirm, name="subscription_confirm"),
    path("avsluta/<str:token>/", subscriptions.end, name="subscription_end"),
]
