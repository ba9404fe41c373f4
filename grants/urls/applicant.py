from django.urls import path

from grants.views import drafts, own_cases, reports

urlpatterns = [
    path("utkast/<uuid:reference>/", drafts.overview, name="draft"),
    path("utkast/<uuid:reference>/del/<slug:key>/", drafts.group, name="draft_group"),
    path("utkast/<uuid:reference>/bilagor/<slug:question>/", drafts.attach, name="draft_attach"),
    path("utkast/<uuid:reference>/fil/<int:pk>/", drafts.file, name="draft_file"),
    path("utkast/<uuid:reference>/fil/<int:pk>/ta-bort/", drafts.detach, name="draft_detach"),
    path("utkast/<uuid:reference>/granska/", drafts.check, name="draft_check"),
    path("arenden/<str:number>/", own_cases.own_case_page, name="own_case"),
    path("arenden/<str:number>/kvitto/", own_cases.receipt, name="receipt"),
    path("arenden/<str:number>/handlingar/<int:serial>/", own_cases.own_document, name="own_document"),
    path("arenden/<str:number>/slutredovisning/", reports.own_report, name="own_report"),
]
