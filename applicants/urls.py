from django.urls import path

from applicants.views import accounts, organisations

urlpatterns = [
    path("organisation/ny/", organisations.organisation_new, name="organisation_new"),
    path("organisation/<str:number>/", organisations.organisation, name="organisation"),
    path("betalkonton/", accounts.account_list, name="account_list"),
    path("betalkonton/<int:pk>/", accounts.account_verify, name="account_verify"),
]
