from django.db import models

from delmos.lib.classification import Columns
from delmos.lib.faces import Face
from grants.enums import DELAY_NOTICE_FACES, DelayNoticeStatus
from grants.models.application import Application
from grants.models.fields import at_with_by, from_a_page, known, optional_person, person, sent_once
from journal.models import Document, RegistryEntry


class DelayNotice(models.Model):
    """A notice that the matter is delayed (FL 11 §): drafted before six months have passed, and sent by the officer.

    ``period`` counts the sixes of months that the portal drafts for, from ``begun_at`` of the case; a notice that the
    officer writes of its own accord has neither. ``reasons`` are what the party is told, or why no notice is needed.
    """

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id application period begun_at status reasons expected_on drafted_at entry settled_at settled_by page_key"
        ),
    )

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="delay_notices", verbose_name="ansökan"
    )
    period = models.PositiveSmallIntegerField("sexmånadersperiod", null=True, blank=True)
    begun_at = models.DateTimeField("räknas från", null=True, blank=True)
    status = models.CharField("läge", max_length=20, choices=DelayNoticeStatus, default=DelayNoticeStatus.DRAFT)
    reasons = models.TextField("skäl", max_length=2000)
    expected_on = models.DateField("ärendet beräknas vara avgjort", null=True, blank=True)
    drafted_at = models.DateTimeField("utkast skrivet")
    entry = models.ForeignKey(
        RegistryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diarierad som"
    )
    settled_at = models.DateTimeField("skickad eller avstådd", null=True, blank=True)
    settled_by = optional_person("skickad eller avstådd av")
    page_key = from_a_page()

    class Meta:
        verbose_name = "underrättelse om försening"
        verbose_name_plural = "underrättelser om försening"
        ordering = ["application", "pk"]
        constraints = [
            known("status", DelayNoticeStatus, model="delay_notice"),
            at_with_by("settled", model="delay_notice"),
            models.UniqueConstraint(
                fields=["application", "begun_at", "period"], name="delay_notice_is_drafted_once_a_period"
            ),
            models.CheckConstraint(
                condition=models.Q(period__isnull=True, begun_at__isnull=True)
                | models.Q(period__isnull=False, begun_at__isnull=False),
                name="delay_notice_period_has_its_beginning",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status=DelayNoticeStatus.DRAFT),
                name="one_draft_of_a_delay_notice_at_a_time",
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="delay_notice_has_reasons"),
            models.CheckConstraint(
                condition=models.Q(status=DelayNoticeStatus.DRAFT, settled_at__isnull=True, entry__isnull=True)
                | models.Q(
                    status=DelayNoticeStatus.SENT,
                    settled_at__isnull=False,
                    entry__isnull=False,
                    expected_on__isnull=False,
                )
                | models.Q(status=DelayNoticeStatus.NOT_NEEDED, settled_at__isnull=False, entry__isnull=True),
                name="delay_notice_status_fits_what_is_sent",
            ),
            sent_once(model="delay_notice"),
        ]

    def __str__(self) -> str:
        return f"Underrättelse om försening {self.application_id}"

    @property
    def is_draft(self) -> bool:
        """Whether the officer has neither sent it nor said that none is needed."""
        return self.status == DelayNoticeStatus.DRAFT

    @property
    def face(self) -> Face:
        return DELAY_NOTICE_FACES[DelayNoticeStatus(self.status)]


class DecisionRequest(models.Model):
    """A party's request that its matter be decided (FL 12 §): once in a case, answered within four weeks.

    It is answered by the decision of the matter, or by a decision of its own that refuses it.
    ``by_post``: it came outside the portal, and ``entered_by`` is the registrar.
    """

    COLUMNS = Columns(
        "preserve",
        internal=(
            "id application came_in_on due_on by_post text entry entered_at entered_by "
            "reasons letter appealable appeal_law refused_at refused_by"
        ),
    )

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="decision_request", verbose_name="ansökan"
    )
    came_in_on = models.DateField("inkommen")
    due_on = models.DateField("sista dag att svara")
    by_post = models.BooleanField("kom utanför portalen")
    text = models.TextField("sökandens ord", max_length=2000, blank=True)
    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="+", verbose_name="diarierad som")
    entered_at = models.DateTimeField("registrerad")
    entered_by = person("registrerad av")
    reasons = models.TextField("skäl för avslag", max_length=4000, blank=True)
    letter = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beslut om avslag"
    )
    appealable = models.BooleanField("avslaget får överklagas", null=True, blank=True)
    appeal_law = models.CharField("regel om överklagande", max_length=160, blank=True)
    refused_at = models.DateTimeField("avslagen", null=True, blank=True)
    refused_by = optional_person("avslagen av")

    class Meta:
        verbose_name = "begäran om avgörande"
        verbose_name_plural = "begäranden om avgörande"
        ordering = ["application"]
        constraints = [
            at_with_by("refused", model="decision_request"),
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("came_in_on")), name="decision_request_is_due_after_it_came_in"
            ),
            models.CheckConstraint(
                condition=models.Q(refused_at__isnull=True, letter__isnull=True, appealable__isnull=True, reasons="")
                | (
                    models.Q(refused_at__isnull=False, letter__isnull=False, appealable__isnull=False)
                    & ~models.Q(reasons="")
                ),
                name="decision_request_refused_has_its_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"Begäran om avgörande {self.came_in_on}"
