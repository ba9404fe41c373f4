from django.urls import path

from applicants.views import accounts, claims, organisations, people, reviews

urlpatterns = [
    path("organisation/ny/", organisations.organisation_new, name="organisation_new"),
    path("organisation/kommun-eller-region/", claims.organisation_claim, name="organisation_claim"),
    path("organisation/begar-behorighet/", claims.organisation_join, name="organisation_join"),
    path("organisation/<str:number>/", organisations.organisation, name="organisation"),
    path("organisation/<str:number>/uppgifter/", organisations.organisation_edit, name="organisation_edit"),
    path("organisation/<str:number>/bjud-in/", people.invitation_new, name="invitation_new"),
    path("organisation/<str:number>/inbjudan/<int:pk>/aterta/", people.invitation_withdraw, name="invitation_withdraw"),
    path("inbjudan/<str:token>/", people.invitation, name="invitation"),
    path("behorighet/<int:pk>/", people.mandate, name="mandate"),
    path("behorighet/<int:pk>/roll/", people.mandate_role, name="mandate_role"),
    path("behorighet/<int:pk>/avsluta/", people.mandate_end, name="mandate_end"),
    path("behorighet/<int:pk>/underlag/<int:evidence>/", people.mandate_file, name="mandate_file"),
    path("behorigheter/", reviews.mandate_list, name="mandate_list"),
    path("behorigheter/<int:pk>/", reviews.mandate_review, name="mandate_review"),
    path("behorigheter/<int:pk>/avsluta/", reviews.mandate_revoke, name="mandate_revoke"),
    path("betalkonton/", accounts.account_list, name="account_list"),
    path("betalkonton/<int:pk>/", accounts.account_verify, name="account_verify"),
]
