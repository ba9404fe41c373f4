from django.urls import path

from grants.views import call_feeds, drafts, eligibility, public

urlpatterns = [
    path("", public.call_list, name="call_list"),
    path("kalender.ics", call_feeds.all_calls_calendar, name="calls_calendar"),
    path("flode.atom", call_feeds.call_feed, name="call_feed"),
    path("<slug:slug>/kalender.ics", call_feeds.call_calendar, name="call_calendar"),
    path("<slug:slug>/", public.call_detail, name="call_detail"),
    path("<slug:slug>/far-vi-soka/", eligibility.eligibility, name="eligibility"),
    path("<slug:slug>/formular/", public.call_form, name="call_form"),
    path("<slug:slug>/ansok/", drafts.start, name="draft_start"),
]
