from django.urls import path

from grants.views import assessment, casework, correspondence, decisions, payments, reports

urlpatterns = [
    path("handlaggning/", casework.worklist, name="worklist"),
    path("handlaggning/<str:number>/", casework.case, name="case"),
    path("handlaggning/<str:number>/handlingar/<int:serial>/", casework.document, name="document"),
    path("handlaggning/<str:number>/fordela/", casework.assign, name="case_assign"),
    path("handlaggning/<str:number>/jav/", casework.conflict, name="conflict"),
    path("handlaggning/<str:number>/skrivelser/", correspondence.correspondence, name="correspondence"),
    path("handlaggning/<str:number>/komplettering/", correspondence.completion_new, name="completion_new"),
    path(
        "handlaggning/<str:number>/komplettering/<int:order>/",
        correspondence.completion_request,
        name="completion_request",
    ),
    path("handlaggning/<str:number>/kommunicering/", correspondence.communication_new, name="communication_new"),
    path("handlaggning/<str:number>/kontroller/", assessment.checks, name="checks"),
    path("handlaggning/<str:number>/kontroller/<slug:code>/", assessment.check, name="check"),
    path("handlaggning/<str:number>/bedomning/", assessment.scores, name="scores"),
    path("handlaggning/<str:number>/bedomning/<int:order>/", assessment.score, name="score"),
    path("handlaggning/<str:number>/forslag/", assessment.proposal, name="proposal"),
    path("handlaggning/<str:number>/beslut/", decisions.decision, name="decision"),
    path("handlaggning/<str:number>/beslut/skriv/", decisions.compose, name="decision_compose"),
    path("handlaggning/<str:number>/beslut/brev/", decisions.letter, name="letter"),
    path("handlaggning/<str:number>/beslut/fatta/", decisions.decide, name="decide"),
    path("handlaggning/<str:number>/beslut/skicka/", decisions.dispatch, name="dispatch"),
    path("handlaggning/<str:number>/beslut/lamna-tillbaka/", decisions.send_back, name="send_back"),
    path("handlaggning/<str:number>/slutredovisning/", reports.report_review, name="report_review"),
    path("handlaggning/<str:number>/utbetalning/", payments.payment_prepare, name="payment_prepare"),
    path("handlaggning/<str:number>/aterbetalning/", payments.repayment, name="repayment"),
    path("utbetalningar/", payments.payment_list, name="payment_list"),
    path("utbetalningar/<int:pk>/", payments.payment, name="payment"),
    path("utbetalningar/<int:pk>/attestera/", payments.attest, name="payment_attest"),
    path("utbetalningar/<int:pk>/betald/", payments.mark_paid, name="payment_mark_paid"),
    path("utbetalningar/<int:pk>/avbryt/", payments.cancel, name="payment_cancel"),
]
