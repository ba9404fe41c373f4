import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import append_only, only_may_change, taken_back


class Migration(migrations.Migration):
    dependencies = [
        ("applicants", "0002_mandates_reviewed_and_ended"),
        ("grants", "0009_conflicts_by_case"),
        ("journal", "0003_outbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Expression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "applicant_type",
                    models.CharField(
                        choices=[
                            ("municipality", "Kommun"),
                            ("region", "Region"),
                            ("municipal_federation", "Kommunalförbund"),
                            ("association", "Ideell förening"),
                            ("foundation", "Stiftelse"),
                            ("faith_community", "Trossamfund"),
                        ],
                        max_length=30,
                        verbose_name="typ av sökande",
                    ),
                ),
                ("ordinance_key", models.CharField(max_length=30, verbose_name="förordning och lydelse")),
                ("answers", models.JSONField(verbose_name="svar")),
                ("title", models.CharField(max_length=200, verbose_name="projekt")),
                ("sought_ore", models.BigIntegerField(verbose_name="ungefärligt belopp i öre")),
                (
                    "county_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), size=None, verbose_name="län"
                    ),
                ),
                ("area_code", models.CharField(max_length=10, verbose_name="län i sammanställningen")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Inkommen"),
                            ("received_late", "Inkommen för sent"),
                            ("assessed", "Bedömd"),
                            ("invited", "Inbjuden"),
                            ("not_invited", "Inte inbjuden"),
                            ("applied", "Ansökan inkommen"),
                            ("lapsed", "Ingen ansökan"),
                        ],
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="inkommen")),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="skäl för beskedet")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="besked lämnat")),
            ],
            options={
                "verbose_name": "intresseanmälan",
                "verbose_name_plural": "intresseanmälningar",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ExpressionAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "suggestion",
                    models.CharField(
                        choices=[("invite", "Bjud in"), ("decline", "Bjud inte in")],
                        max_length=10,
                        verbose_name="förslag",
                    ),
                ),
                ("note", models.TextField(max_length=2000, verbose_name="bedömning")),
                ("assessed_at", models.DateTimeField(verbose_name="bedömd")),
            ],
            options={
                "verbose_name": "bedömning av intresseanmälan",
                "verbose_name_plural": "bedömningar av intresseanmälningar",
                "ordering": ["expression", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="draft",
            name="one_open_draft_per_call_and_organisation",
        ),
        migrations.AddField(
            model_name="expression",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expressions",
                to="grants.call",
                verbose_name="utlysning",
            ),
        ),
        migrations.AddField(
            model_name="expression",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.case", verbose_name="ärende"
            ),
        ),
        migrations.AddField(
            model_name="expression",
            name="content",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.document",
                verbose_name="inskickat innehåll",
            ),
        ),
        migrations.AddField(
            model_name="expression",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grants.formversion",
                verbose_name="formulär",
            ),
        ),
        migrations.AddField(
            model_name="expression",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expressions",
                to="applicants.organisation",
                verbose_name="sökande",
            ),
        ),
        migrations.AddField(
            model_name="expression",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="besked lämnat av",
            ),
        ),
        migrations.AddField(
            model_name="expression",
            name="submitted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="inskickad av",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="expression",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grants.expression",
                verbose_name="inskickad som intresseanmälan",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="invitation",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grants.expression",
                verbose_name="efter inbjudan på intresseanmälan",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("application__isnull", True), ("expression__isnull", True), ("invitation__isnull", True)
                ),
                fields=("call", "organisation", "stage"),
                name="one_open_draft_per_call_and_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("expression__isnull", True), ("stage", "application")),
                    models.Q(("application__isnull", True), ("invitation__isnull", True), ("stage", "expression")),
                    _connector="OR",
                ),
                name="draft_becomes_what_its_stage_says",
            ),
        ),
        migrations.AddField(
            model_name="expressionassessment",
            name="assessed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="bedömd av",
            ),
        ),
        migrations.AddField(
            model_name="expressionassessment",
            name="expression",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="grants.expression",
                verbose_name="intresseanmälan",
            ),
        ),
        migrations.AddIndex(
            model_name="expression",
            index=models.Index(fields=["call", "-received_at", "-id"], name="expression_by_call"),
        ),
        migrations.AddConstraint(
            model_name="expression",
            constraint=models.CheckConstraint(condition=models.Q(("sought_ore__gt", 0)), name="expression_seeks_money"),
        ),
        migrations.AddConstraint(
            model_name="expression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["received", "received_late", "assessed", "invited", "not_invited", "applied", "lapsed"],
                    )
                ),
                name="expression_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="expression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="expression_settled_at_has_settled_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="expression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "not_invited"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="expression_not_invited_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="expressionassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("suggestion__in", ["invite", "decline"])),
                name="expression_assessment_suggestion_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="expressionassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="expression_assessment_has_a_note"
            ),
        ),
        append_only("grants_expressionassessment"),
        only_may_change("grants_expression", "status", "reason", "settled_at", "settled_by_id"),
        taken_back(only_may_change("grants_draft", when="OLD.application_id IS NOT NULL")),
        only_may_change("grants_draft", when="OLD.application_id IS NOT NULL OR OLD.expression_id IS NOT NULL"),
    ]
