"""The addresses at which officers write and publish calls."""

from django.urls import path

from grants.views import form_versions
from grants.views import manage_calls as calls
from grants.views import manage_published as published
from grants.views import manage_questions as questions

FORM = "<slug:slug>/fragor/"
GROUP = FORM + "sida/<slug:key>/"
QUESTION = FORM + "fraga/<slug:key>/"

urlpatterns = [
    path("", calls.call_list, name="manage_calls"),
    path("ny/", calls.new, name="manage_call_new"),
    path("<slug:slug>/", calls.overview, name="manage_call"),
    path("<slug:slug>/uppgifter/", calls.details, name="manage_call_details"),
    path("<slug:slug>/ramar/", calls.frames, name="manage_call_frames"),
    path("<slug:slug>/kriterier/", calls.criteria, name="manage_call_criteria"),
    path("<slug:slug>/publicera/", calls.publish, name="manage_call_publish"),
    path("<slug:slug>/stall-in/", published.cancel, name="manage_call_cancel"),
    path("<slug:slug>/andra-ram/", published.change_frame, name="manage_call_frame_change"),
    path("<slug:slug>/forhandsgranska/", questions.preview, name="manage_call_preview"),
    path(FORM, questions.overview, name="manage_call_form"),
    path(FORM + "versioner/", form_versions.versions, name="manage_form_versions"),
    path(FORM + "ny-version/", form_versions.begin, name="manage_form_begin"),
    path(FORM + "publicera-version/", form_versions.publish, name="manage_form_publish"),
    path(FORM + "kasta-version/", form_versions.discard, name="manage_form_discard"),
    path(FORM + "kopiera/", form_versions.copy, name="manage_form_copy"),
    path(FORM + "ny-sida/", questions.new_group, name="manage_group_new"),
    path(GROUP, questions.group, name="manage_group"),
    path(GROUP + "ny-fraga/", questions.new_question, name="manage_question_new"),
    path(GROUP + "ta-bort/", questions.remove_group, name="manage_group_remove"),
    path(GROUP + "flytta/", questions.move_group, name="manage_group_move"),
    path(QUESTION, questions.question, name="manage_question"),
    path(QUESTION + "ta-bort/", questions.remove_question, name="manage_question_remove"),
    path(QUESTION + "flytta/", questions.move_question, name="manage_question_move"),
]
