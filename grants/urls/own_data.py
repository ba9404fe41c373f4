from django.urls import path

from grants.views import own_data

urlpatterns = [
    path("", own_data.page, name="own_data"),
    path("fil/", own_data.file, name="own_data_file"),
    path("avsluta/", own_data.close, name="account_close"),
]
