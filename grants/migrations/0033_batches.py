import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import only_may_change


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0032_letter_texts"),
        ("journal", "0010_registry"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BatchDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("drawing_up", "Breven upprättas"),
                            ("ready", "Väntar på beslut"),
                            ("deciding", "Besluten förs in"),
                            ("decided", "Fattat"),
                            ("dispatching", "Skickas"),
                            ("dispatched", "Expedierat"),
                            ("cancelled", "Avbrutet"),
                        ],
                        default="drawing_up",
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("rules_cited", models.TextField(max_length=1000, verbose_name="tillämpade bestämmelser")),
                ("conditions", models.TextField(blank=True, max_length=4000, verbose_name="villkor")),
                ("participants", models.CharField(blank=True, max_length=300, verbose_name="övriga deltagare")),
                (
                    "report_due_on",
                    models.DateField(blank=True, null=True, verbose_name="sista dag för slutredovisning"),
                ),
                ("no_conflict", models.BooleanField(default=False, verbose_name="beslutsfattaren är inte jävig")),
                (
                    "sender_no_conflict",
                    models.BooleanField(default=False, verbose_name="den som skickar är inte jävig"),
                ),
                ("page_key", models.CharField(blank=True, default="", max_length=64, verbose_name="nyckel från sidan")),
                ("started_at", models.DateTimeField(verbose_name="påbörjat")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="fattat")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="utskicket påbörjat")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="avbrutet")),
                ("step_began_at", models.DateTimeField(verbose_name="steget påbörjat")),
                ("step_total", models.PositiveIntegerField(verbose_name="ärenden i steget")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="fattat av",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="grants.call",
                        verbose_name="utlysning",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="avbrutet av",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch",
                        to="journal.case",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.document",
                        verbose_name="beslutslista",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.document",
                        verbose_name="protokoll",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="utskicket påbörjat av",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="påbörjat av",
                    ),
                ),
            ],
            options={
                "verbose_name": "samlingsbeslut",
                "verbose_name_plural": "samlingsbeslut",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="plats i listan")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar på sitt brev"),
                            ("ready", "Brevet är upprättat"),
                            ("hindered", "Hinder"),
                            ("taken_out", "Ingår inte"),
                            ("decided", "Beslut fattat"),
                            ("left_out", "Inte avgjort"),
                            ("dispatched", "Skickat"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="hinder")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="misslyckade försök")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_items",
                        to="grants.application",
                        verbose_name="ansökan",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="grants.batchdecision",
                        verbose_name="samlingsbeslut",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_item",
                        to="grants.decision",
                        verbose_name="beslut",
                    ),
                ),
            ],
            options={
                "verbose_name": "ärende i samlingsbeslut",
                "verbose_name_plural": "ärenden i samlingsbeslut",
                "ordering": ["batch", "place"],
            },
        ),
        migrations.AddConstraint(
            model_name="batchdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["drawing_up", "ready", "deciding", "decided", "dispatching", "dispatched", "cancelled"],
                    )
                ),
                name="batch_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="batch_approved_at_has_approved_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", True), ("sent_by__isnull", True)),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                    _connector="OR",
                ),
                name="batch_sent_at_has_sent_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="batch_cancelled_at_has_cancelled_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", False),
                        ("listing__isnull", False),
                        ("status__in", ("deciding", "decided", "dispatching", "dispatched")),
                    ),
                    models.Q(
                        models.Q(("status__in", ("deciding", "decided", "dispatching", "dispatched")), _negated=True),
                        ("approved_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="batch_is_approved_over_its_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", False), ("status", "cancelled")),
                    models.Q(models.Q(("status", "cancelled"), _negated=True), ("cancelled_at__isnull", True)),
                    _connector="OR",
                ),
                name="batch_cancelled_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol__isnull", True), ("approved_at__isnull", False), _connector="OR"),
                name="batch_has_no_protocol_before_it_is_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page_key", ""), _negated=True),
                fields=("page_key",),
                name="batch_is_started_once_from_a_page",
            ),
        ),
        migrations.AddIndex(
            model_name="batchitem",
            index=models.Index(fields=["batch", "status", "tries", "place"], name="batch_item_next"),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["waiting", "ready", "hindered", "taken_out", "decided", "left_out", "dispatched"])
                ),
                name="batch_item_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(fields=("batch", "application"), name="a_case_stands_once_in_a_batch"),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(fields=("batch", "place"), name="a_place_in_a_batch_is_taken_once"),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("waiting", "ready", "hindered"))),
                fields=("application",),
                name="a_case_is_in_one_batch_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision__isnull", False),
                    models.Q(("status__in", ["ready", "decided", "left_out", "dispatched"]), _negated=True),
                    _connector="OR",
                ),
                name="batch_item_has_its_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("problem", ""), ("status__in", ["hindered", "left_out"]), _negated=True),
                name="batch_item_says_its_problem",
            ),
        ),
        only_may_change(
            "grants_batchdecision",
            *("status", "listing_id", "protocol_id", "sender_no_conflict", "step_began_at", "step_total"),
            *("approved_at", "approved_by_id", "sent_at", "sent_by_id", "cancelled_at", "cancelled_by_id"),
        ),
        only_may_change("grants_batchitem", "status", "decision_id", "problem", "tries"),
    ]
