import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import only_may_change


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0018_delegations"),
        ("journal", "0008_longer_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("came_in_on", models.DateField(verbose_name="inkommen")),
                ("due_on", models.DateField(verbose_name="sista dag att svara")),
                ("by_post", models.BooleanField(verbose_name="kom utanför portalen")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="sökandens ord")),
                ("entered_at", models.DateTimeField(verbose_name="registrerad")),
                ("reasons", models.TextField(blank=True, max_length=4000, verbose_name="skäl för avslag")),
                ("appealable", models.BooleanField(blank=True, null=True, verbose_name="avslaget får överklagas")),
                ("appeal_law", models.CharField(blank=True, max_length=160, verbose_name="regel om överklagande")),
                ("refused_at", models.DateTimeField(blank=True, null=True, verbose_name="avslagen")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_request",
                        to="grants.application",
                        verbose_name="ansökan",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrerad av",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.registryentry",
                        verbose_name="diarierad som",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.document",
                        verbose_name="beslut om avslag",
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="avslagen av",
                    ),
                ),
            ],
            options={
                "verbose_name": "begäran om avgörande",
                "verbose_name_plural": "begäranden om avgörande",
                "ordering": ["application"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused_at__isnull", True), ("refused_by__isnull", True)),
                            models.Q(("refused_at__isnull", False), ("refused_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_request_refused_at_has_refused_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("came_in_on"))),
                        name="decision_request_is_due_after_it_came_in",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("appealable__isnull", True),
                                ("letter__isnull", True),
                                ("reasons", ""),
                                ("refused_at__isnull", True),
                            ),
                            models.Q(
                                ("appealable__isnull", False),
                                ("letter__isnull", False),
                                ("refused_at__isnull", False),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_request_refused_has_its_letter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DelayNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="sexmånadersperiod")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Utkast"), ("sent", "Skickad"), ("not_needed", "Behövs inte")],
                        default="draft",
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("reasons", models.TextField(max_length=2000, verbose_name="skäl")),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="ärendet beräknas vara avgjort")),
                ("drafted_at", models.DateTimeField(verbose_name="utkast skrivet")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="skickad eller avstådd")),
                ("page_key", models.CharField(blank=True, default="", max_length=64, verbose_name="nyckel från sidan")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delay_notices",
                        to="grants.application",
                        verbose_name="ansökan",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.registryentry",
                        verbose_name="diarierad som",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skickad eller avstådd av",
                    ),
                ),
            ],
            options={
                "verbose_name": "underrättelse om försening",
                "verbose_name_plural": "underrättelser om försening",
                "ordering": ["application", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "sent", "not_needed"])),
                        name="delay_notice_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="delay_notice_settled_at_has_settled_by",
                    ),
                    models.UniqueConstraint(
                        fields=("application", "period"), name="delay_notice_is_drafted_once_a_period"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("application",),
                        name="one_draft_of_a_delay_notice_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="delay_notice_has_reasons"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", True), ("settled_at__isnull", True), ("status", "draft")),
                            models.Q(
                                ("entry__isnull", False),
                                ("expected_on__isnull", False),
                                ("settled_at__isnull", False),
                                ("status", "sent"),
                            ),
                            models.Q(("entry__isnull", True), ("settled_at__isnull", False), ("status", "not_needed")),
                            _connector="OR",
                        ),
                        name="delay_notice_status_fits_what_is_sent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("page_key", ""), _negated=True),
                        fields=("application", "page_key"),
                        name="delay_notice_is_sent_once_from_a_page",
                    ),
                ],
            },
        ),
        only_may_change("grants_delaynotice", when="OLD.status <> 'draft'"),
        only_may_change(
            "grants_decisionrequest", "reasons", "letter_id", "appealable", "appeal_law", "refused_at", "refused_by_id"
        ),
    ]
