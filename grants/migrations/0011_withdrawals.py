import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import only_may_change


class Migration(migrations.Migration):
    dependencies = [
        ("applicants", "0003_municipalities_and_contacts"),
        ("grants", "0010_expressions"),
        ("journal", "0004_scans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="skäl")),
                ("withdrawn_at", models.DateTimeField(verbose_name="återkallad")),
                ("written_off_at", models.DateTimeField(blank=True, null=True, verbose_name="avskriven")),
            ],
            options={
                "verbose_name": "återkallelse",
                "verbose_name_plural": "återkallelser",
            },
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_status_is_known",
        ),
        migrations.AlterField(
            model_name="application",
            name="status",
            field=models.CharField(
                choices=[
                    ("received", "Inkommen"),
                    ("received_late", "Inkommen för sent"),
                    ("in_review", "Under handläggning"),
                    ("proposed", "Beredd"),
                    ("granted", "Bifallen"),
                    ("partially_granted", "Delvis bifallen"),
                    ("rejected", "Avslagen"),
                    ("dismissed", "Avvisad"),
                    ("closed", "Avslutad"),
                    ("withdrawn", "Återkallad"),
                    ("written_off", "Avskriven"),
                ],
                max_length=20,
                verbose_name="läge",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "received",
                            "received_late",
                            "in_review",
                            "proposed",
                            "granted",
                            "partially_granted",
                            "rejected",
                            "dismissed",
                            "closed",
                            "withdrawn",
                            "written_off",
                        ],
                    )
                ),
                name="application_status_is_known",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="application",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawal",
                to="grants.application",
                verbose_name="ansökan",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="content",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.document",
                verbose_name="inskickat innehåll",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.document",
                verbose_name="beslut om avskrivning",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="withdrawn_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="återkallad av",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="written_off_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="avskriven av",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("written_off_at__isnull", True), ("written_off_by__isnull", True)),
                    models.Q(("written_off_at__isnull", False), ("written_off_by__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawal_written_off_at_has_written_off_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__isnull", True), ("written_off_at__isnull", True)),
                    models.Q(("decision__isnull", False), ("written_off_at__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawal_written_off_has_its_decision",
            ),
        ),
        only_may_change("grants_withdrawal", "decision_id", "written_off_at", "written_off_by_id"),
    ]
