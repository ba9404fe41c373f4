"""The mandates behind an application: reviewed before submission or decision, as the ordinance's profile says."""

from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from applicants.enums import MandateRole, ReviewStatus
from applicants.models import Mandate
from applicants.permissions import AGENTS, mandate_is_reviewed
from delmos.lib.dates import STOCKHOLM
from delmos.lib.refusal import Refused
from grants.models import Application, Signature
from grants.ordinances.profile import OrdinanceVersion

RECEIVED = "organisation__applications__received_at"


def check_may_submit(mandate: Mandate, ordinance: OrdinanceVersion) -> None:
    """Underlaget för firmatecknarens behörighet får inte vara underkänt, och ska ibland vara godkänt (INV-5)."""
    if mandate.review_status == ReviewStatus.REJECTED:
        raise Refused(
            f"Vi har inte godkänt underlaget för din behörighet: {mandate.review_note} "
            "Lämna ett nytt underlag på organisationens sida. Ansökan är sparad.",
            law=AGENTS,
        )
    if ordinance.mandate_review == "before_submission" and not mandate_is_reviewed(mandate):
        raise Refused(
            "Vi behöver godkänna underlaget för din behörighet innan du kan skriva under. Lämna det på organisationens "
            "sida om du inte har gjort det. Ansökan är sparad, och du får veta när vi har granskat underlaget.",
            law=AGENTS,
        )


def check_reviewed(application: Application) -> None:
    """Före bifall ska behörigheten vara granskad och godkänd för var och en som skrev under (INV-5)."""
    waiting = unreviewed(application.pk).select_related("person")
    if names := " och ".join(sorted(mandate.person.name for mandate in waiting)):
        raise Refused(
            f"Behörigheten för {names} att skriva under för {application.organisation.name} är inte godkänd. "
            "Granska den innan bidrag beviljas.",
            law=AGENTS,
        )


def unreviewed(application: int | OuterRef) -> QuerySet[Mandate]:
    """The mandates that stand behind the application's signatures and are not approved.

    ``application`` is its primary key, or the reference to it from an outer query. A mandate stands behind a signature
    when it was in force the moment the application came in.
    """
    deeper = OuterRef(application) if isinstance(application, OuterRef) else application  # seen from within two queries
    signatures = Signature.objects.filter(draft__application=deeper, content_sha256=F("draft__application__content"))
    return Mandate.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=F(RECEIVED)),
        Q(valid_to__isnull=True) | Q(valid_to__gte=TruncDate(RECEIVED, tzinfo=STOCKHOLM)),
        organisation__applications=application,
        granted_at__lte=F(RECEIVED),
        role=MandateRole.SIGNATORY,
        person__in=signatures.values("signed_by"),
    ).exclude(review_status=ReviewStatus.APPROVED)
