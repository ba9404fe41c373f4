from django.urls import path

from grants.views import public_diary

urlpatterns = [
    path("", public_diary.public_diary, name="public_diary"),
    path("<str:number>/", public_diary.public_diary_case, name="public_diary_case"),
]
