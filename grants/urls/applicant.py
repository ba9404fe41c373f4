from django.urls import path

from grants.views import draft_files, draft_saving, drafts, own_cases, reports, signing

urlpatterns = [
    path("utkast/<uuid:reference>/", drafts.overview, name="draft"),
    path("utkast/<uuid:reference>/del/<slug:key>/", drafts.group, name="draft_group"),
    path("utkast/<uuid:reference>/del/<slug:key>/spara/", draft_saving.autosave, name="draft_autosave"),
    path("utkast/<uuid:reference>/nyckel/", draft_saving.token, name="draft_token"),
    path("utkast/<uuid:reference>/bilagor/<slug:question>/", draft_files.attach, name="draft_attach"),
    path("utkast/<uuid:reference>/fil/<int:pk>/", draft_files.fetch, name="draft_file"),
    path("utkast/<uuid:reference>/fil/<int:pk>/ta-bort/", draft_files.detach, name="draft_detach"),
    path("utkast/<uuid:reference>/granska/", signing.check, name="draft_check"),
    path("utkast/<uuid:reference>/granska/ansokan.pdf", signing.content_pdf, name="draft_content_pdf"),
    path("arenden/<str:number>/", own_cases.own_case_page, name="own_case"),
    path("arenden/<str:number>/kvitto/", own_cases.receipt, name="receipt"),
    path("arenden/<str:number>/ansokan.pdf", own_cases.content_pdf, name="own_application"),
    path("arenden/<str:number>/handlingar/<int:serial>/", own_cases.own_document, name="own_document"),
    path("arenden/<str:number>/slutredovisning/", reports.own_report, name="own_report"),
]
