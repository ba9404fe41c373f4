"""The addresses of the demonstration; ``delmos.urls`` includes them only when the app is installed."""

from django.urls import path

from delmos.demo import views

urlpatterns = [
    path("", views.sign_in, name="demo_sign_in"),
    path("legitimera/", views.prove, name="demo_prove"),
]
