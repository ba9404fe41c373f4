import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import only_may_change


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0029_several_assessors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=40, verbose_name="grupp av sökande")),
                ("name", models.CharField(max_length=60, verbose_name="namn")),
                ("cap_ore", models.BigIntegerField(blank=True, null=True, verbose_name="högst per bidrag i öre")),
                (
                    "least_per_cent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="lägsta resultat i procent"),
                ),
                (
                    "county_share",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="högst per län i procent av ramen"
                    ),
                ),
                (
                    "kind_share",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="högst per typ av sökande i procent av ramen"
                    ),
                ),
                ("share", models.PositiveSmallIntegerField(default=100, verbose_name="andel av det sökta i procent")),
                ("tiers", models.JSONField(blank=True, default=list, verbose_name="andel efter resultat")),
                (
                    "cut",
                    models.CharField(
                        choices=[
                            ("line", "Dra strecket där: ingen längre ner får bidrag"),
                            ("skip", "Gå förbi den och pröva nästa"),
                            ("rest", "Ge den det som är kvar, och dra strecket efter den"),
                        ],
                        default="line",
                        max_length=10,
                        verbose_name="vid strecket",
                    ),
                ),
                ("least_rest_ore", models.BigIntegerField(default=0, verbose_name="minst kvar för den sista i öre")),
                ("whole_thousands", models.BooleanField(default=False, verbose_name="hela tusental kronor")),
                ("made_at", models.DateTimeField(verbose_name="gjort")),
                ("frame_ore", models.BigIntegerField(blank=True, null=True, verbose_name="ram när det antogs i öre")),
                (
                    "before",
                    models.JSONField(blank=True, default=list, verbose_name="beviljat och föreslaget när det antogs"),
                ),
                (
                    "digest",
                    models.CharField(
                        blank=True, default="", max_length=64, verbose_name="kontrollsumma när det antogs"
                    ),
                ),
                ("adopted_at", models.DateTimeField(blank=True, null=True, verbose_name="antaget")),
                (
                    "adopted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="antaget av",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to="grants.call",
                        verbose_name="utlysning",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gjort av",
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario",
                "verbose_name_plural": "scenarier",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposalOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="referens"
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="kontrollsumma på sidan")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Görs"),
                            ("done", "Klar"),
                            ("refused", "Hinder"),
                            ("failed", "Gick inte att göra"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("total", models.PositiveIntegerField(verbose_name="antal ärenden")),
                ("obstacles", models.JSONField(blank=True, default=list, verbose_name="hinder")),
                ("ordered_at", models.DateTimeField(verbose_name="beställd")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="klar")),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beställd av",
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="orders",
                        to="grants.scenario",
                        verbose_name="scenario",
                    ),
                ),
            ],
            options={
                "verbose_name": "beställning av förslag",
                "verbose_name_plural": "beställningar av förslag",
                "ordering": ["ordered_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ScenarioOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveIntegerField(verbose_name="plats")),
                ("per_cent", models.PositiveSmallIntegerField(verbose_name="resultat i procent")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("grant", "Bifall"),
                            ("partial_grant", "Delvis bifall"),
                            ("reject", "Avslag"),
                            ("dismiss", "Avvisning"),
                        ],
                        max_length=20,
                        verbose_name="förslag",
                    ),
                ),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i öre")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("whole", "Hela det sökta beloppet"),
                            ("capped", "Takbelopp"),
                            ("part", "Andel av det sökta"),
                            ("rounded", "Avrundat till hela tusental kronor"),
                            ("rest", "Det som var kvar av ramen"),
                            ("proposed", "Redan föreslaget"),
                            ("below", "Under lägsta resultat"),
                            ("county_full", "Länets andel är fylld"),
                            ("kind_full", "Sökandetypens andel är fylld"),
                            ("frame_full", "Ramen är slut"),
                            ("too_small", "Beloppet blir noll efter avrundning"),
                        ],
                        max_length=20,
                        verbose_name="regel som avgjorde",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.application",
                        verbose_name="ansökan",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.proposal",
                        verbose_name="förslag till beslut",
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="grants.scenario",
                        verbose_name="scenario",
                    ),
                ),
            ],
            options={
                "verbose_name": "utfall i scenario",
                "verbose_name_plural": "utfall i scenarier",
                "ordering": ["scenario", "rank", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(
                fields=("made_by", "call", "group", "name"), name="scenario_has_a_name_of_its_own"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="scenario_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_ore__isnull", True), ("cap_ore__gt", 0), _connector="OR"),
                name="scenario_cap_is_money",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("least_rest_ore__gte", 0)), name="scenario_least_rest_is_no_debt"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("least_per_cent__isnull", True),
                    models.Q(("least_per_cent__gte", 0), ("least_per_cent__lte", 100)),
                    _connector="OR",
                ),
                name="scenario_least_per_cent_is_per_cent",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("county_share__isnull", True),
                    models.Q(("county_share__gte", 1), ("county_share__lte", 100)),
                    _connector="OR",
                ),
                name="scenario_county_share_is_per_cent",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind_share__isnull", True),
                    models.Q(("kind_share__gte", 1), ("kind_share__lte", 100)),
                    _connector="OR",
                ),
                name="scenario_kind_share_is_per_cent",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("share__isnull", True), models.Q(("share__gte", 1), ("share__lte", 100)), _connector="OR"
                ),
                name="scenario_share_is_per_cent",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("cut__in", ["line", "skip", "rest"])), name="scenario_cut_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adopted_at__isnull", True), ("adopted_by__isnull", True)),
                    models.Q(("adopted_at__isnull", False), ("adopted_by__isnull", False)),
                    _connector="OR",
                ),
                name="scenario_adopted_at_has_adopted_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adopted_at__isnull", True), ("digest", ""), ("frame_ore__isnull", True)),
                    models.Q(
                        ("adopted_at__isnull", False),
                        ("frame_ore__isnull", False),
                        models.Q(("digest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="scenario_adopted_says_of_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["waiting", "done", "refused", "failed"])),
                name="proposal_order_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("scenario", "ordered_by"),
                name="one_order_at_a_time_of_a_scenario",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariooutcome",
            constraint=models.UniqueConstraint(
                fields=("scenario", "application"), name="one_outcome_of_a_case_in_a_scenario"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariooutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["grant", "partial_grant", "reject", "dismiss"])),
                name="scenario_outcome_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariooutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ground__in",
                        [
                            "whole",
                            "capped",
                            "part",
                            "rounded",
                            "rest",
                            "proposed",
                            "below",
                            "county_full",
                            "kind_full",
                            "frame_full",
                            "too_small",
                        ],
                    )
                ),
                name="scenario_outcome_ground_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariooutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_ore", 0), ("kind", "reject")),
                    models.Q(("amount_ore__gt", 0), ("kind__in", ["grant", "partial_grant"])),
                    _connector="OR",
                ),
                name="scenario_outcome_amount_fits_its_kind",
            ),
        ),
        only_may_change("grants_scenario", when="OLD.adopted_at IS NOT NULL"),
        only_may_change("grants_scenariooutcome", "proposal_id"),
    ]
