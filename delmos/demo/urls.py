from django.urls import path

from delmos.demo.views import sign_in

urlpatterns = [path("", sign_in, name="demo_sign_in")]
