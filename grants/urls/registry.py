from django.urls import path

from grants.views import general_cases, registry, registry_post, release_answers, release_masks, releases

urlpatterns = [
    path("", registry.registry, name="registry"),
    path("post/", registry_post.find, name="registry_post_find"),
    path("post/nytt-arende/", registry_post.register_new, name="registry_post_new"),
    path("post/<str:number>/", registry_post.register, name="registry_post"),
    path("arenden/<str:number>/", general_cases.general_case, name="general_case"),
    path("arenden/<str:number>/svar/", general_cases.answer, name="general_case_answer"),
    path("arenden/<str:number>/fordela/", general_cases.assign, name="general_case_assign"),
    path("arenden/<str:number>/avsluta/", general_cases.close, name="general_case_close"),
    path("begaran/", releases.release_list, name="release_list"),
    path("begaran/ny/", releases.release_new, name="release_new"),
    path("begaran/<str:number>/", releases.release, name="release"),
    path("begaran/<str:number>/valj/", releases.release_choose, name="release_choose"),
    path("begaran/<str:number>/besvara/", release_answers.release_answer, name="release_answer"),
    path("begaran/<str:number>/skriftligt/", release_answers.release_written, name="release_written"),
    path("begaran/<str:number>/beslut/", release_answers.release_decide, name="release_decide"),
    path("begaran/<str:number>/handlingar/<int:serial>/", release_answers.release_document, name="release_document"),
    path("begaran/<str:number>/<int:pk>/", releases.release_item, name="release_item"),
    path("begaran/<str:number>/<int:pk>/ta-bort/", releases.release_drop, name="release_drop"),
    path("begaran/<str:number>/<int:pk>/maskera/", release_masks.masks, name="release_masks"),
    path("begaran/<str:number>/<int:pk>/oppna/", release_masks.release_open, name="release_open"),
    path("begaran/<str:number>/<int:pk>/kopia/", release_masks.copy, name="release_copy"),
    path("begaran/<str:number>/<int:pk>/kopia/gor/", release_masks.copy_order, name="release_copy_order"),
    path("begaran/<str:number>/<int:pk>/sidor/<int:page>/", release_masks.page_image, name="release_page"),
    path("begaran/<str:number>/<int:pk>/maskera/<int:mask>/", release_masks.mask_remove, name="release_mask_remove"),
    path("<str:number>/motpart/", registry.counterpart, name="registry_counterpart"),
    path("<str:number>/<int:serial>/", registry.entry, name="registry_entry"),
    path("<str:number>/<int:serial>/handling/", registry.document, name="registry_document"),
]
