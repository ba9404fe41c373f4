from django.urls import path

from grants.views import drafts, public

urlpatterns = [
    path("", public.call_list, name="call_list"),
    path("<slug:slug>/", public.call_detail, name="call_detail"),
    path("<slug:slug>/formular/", public.call_form, name="call_form"),
    path("<slug:slug>/ansok/", drafts.start, name="draft_start"),
]
