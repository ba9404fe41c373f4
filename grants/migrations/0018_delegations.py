import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import only_may_change


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0017_sealed_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("grant", "Bifall"),
                                ("partial_grant", "Delvis bifall"),
                                ("reject", "Avslag"),
                                ("dismiss", "Avvisning"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="slag av beslut",
                    ),
                ),
                ("most_ore", models.BigIntegerField(blank=True, null=True, verbose_name="högsta belopp i öre")),
                ("starts_on", models.DateField(verbose_name="gäller från")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="gäller till")),
                ("basis", models.CharField(max_length=200, verbose_name="stöd i arbetsordningen")),
                ("given_at", models.DateTimeField(verbose_name="delegerat")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="återkallat")),
                (
                    "decider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beslutsfattare",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="återkallat av",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="delegerat av",
                    ),
                ),
            ],
            options={
                "verbose_name": "delegation",
                "verbose_name_plural": "delegationer",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grants.delegation",
                verbose_name="delegation",
            ),
        ),
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(fields=["decider", "starts_on"], name="delegation_by_decider"),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="delegation_ended_at_has_ended_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kinds__len__gt", 0), ("kinds__contained_by", ["grant", "partial_grant", "reject", "dismiss"])
                ),
                name="delegation_kinds_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_ore__isnull", True), ("most_ore__gt", 0), _connector="OR"),
                name="delegation_limit_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="delegation_period_is_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="delegation_has_its_basis"
            ),
        ),
        only_may_change("grants_delegation", "ends_on", "ended_at", "ended_by_id"),
    ]
