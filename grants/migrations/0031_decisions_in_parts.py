import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import append_only, only_may_change

# A decision is whole when its amounts sum to it, each year is planned to be paid in full, and nobody has decided
# without presentation but by a delegation that says so. Tried when the transaction ends: the parts come after the row.
WHOLE = migrations.RunSQL(
    sql="""
    CREATE FUNCTION grants_decision_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        made grants_decision;
        wanted bigint;
    BEGIN
        IF TG_TABLE_NAME = 'grants_decision' THEN
            wanted := NEW.id;
        ELSE
            wanted := NEW.decision_id;
        END IF;
        SELECT * INTO made FROM grants_decision WHERE id = wanted;
        IF made.amount_ore <> coalesce(
            (SELECT sum(amount_ore) FROM grants_decisionamount WHERE decision_id = made.id), 0
        ) THEN
            RAISE EXCEPTION 'decision %: its amounts per year do not sum to it', made.id
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1
            FROM (SELECT budget_year, amount_ore FROM grants_decisionamount WHERE decision_id = made.id) given
            FULL JOIN (
                SELECT budget_year, sum(amount_ore) AS amount_ore FROM grants_instalment
                WHERE decision_id = made.id GROUP BY budget_year
            ) planned USING (budget_year)
            WHERE given.amount_ore IS DISTINCT FROM planned.amount_ore
        ) THEN
            RAISE EXCEPTION 'decision %: its instalments do not sum to the amounts of their years', made.id
                USING ERRCODE = 'check_violation';
        END IF;
        IF made.rapporteur_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM grants_delegation WHERE id = made.delegation_id AND made.kind = ANY (without_presentation)
        ) THEN
            RAISE EXCEPTION 'decision %: it has no rapporteur, and its delegation demands one', made.id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER grants_decision_whole AFTER INSERT OR UPDATE ON grants_decision
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_decision_is_whole();
    CREATE CONSTRAINT TRIGGER grants_decisionamount_whole AFTER INSERT ON grants_decisionamount
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_decision_is_whole();
    CREATE CONSTRAINT TRIGGER grants_instalment_whole AFTER INSERT ON grants_instalment
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_decision_is_whole();
    """,
    reverse_sql="""
    DROP TRIGGER grants_decision_whole ON grants_decision;
    DROP TRIGGER grants_decisionamount_whole ON grants_decisionamount;
    DROP TRIGGER grants_instalment_whole ON grants_instalment;
    DROP FUNCTION grants_decision_is_whole();
    """,
)

# The decisions there are: all of each in its own year; what is paid or on its way as its instalments, and the rest as
# one more. Last, since rows with deferred triggers stand in the way of changes to their tables.
PARTS_OF_EARLIER_DECISIONS = migrations.RunSQL(
    sql="""
    INSERT INTO grants_decisionamount (decision_id, budget_year, frame_id, amount_ore)
        SELECT id, budget_year, frame_id, amount_ore FROM grants_decision WHERE amount_ore > 0;
    INSERT INTO grants_instalment (decision_id, number, budget_year, amount_ore, planned_on, condition, met_note)
        SELECT p.decision_id, p.instalment, d.budget_year, p.amount_ore,
               (p.prepared_at AT TIME ZONE 'Europe/Stockholm')::date, 'none', ''
        FROM grants_payment p JOIN grants_decision d ON d.id = p.decision_id WHERE p.status <> 'cancelled';
    INSERT INTO grants_instalment (decision_id, number, budget_year, amount_ore, planned_on, condition, met_note)
        SELECT d.id, coalesce(max(i.number), 0) + 1, d.budget_year,
               d.amount_ore - coalesce(sum(i.amount_ore), 0), d.decided_on, 'none', ''
        FROM grants_decision d LEFT JOIN grants_instalment i ON i.decision_id = d.id
        GROUP BY d.id HAVING d.amount_ore > coalesce(sum(i.amount_ore), 0);
    """,
    reverse_sql=migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0030_ranking"),
        ("journal", "0010_registry"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorityAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i öre")),
                ("effective_from", models.DateField(verbose_name="gäller från")),
                ("basis", models.CharField(max_length=200, verbose_name="grund")),
                ("set_at", models.DateTimeField(verbose_name="angivet")),
            ],
            options={
                "verbose_name": "belopp för bemyndigande",
                "verbose_name_plural": "belopp för bemyndigande",
                "ordering": ["authority", "effective_from", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommitmentAuthority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sfs", models.CharField(max_length=20, verbose_name="förordning")),
                ("budget_year", models.PositiveSmallIntegerField(verbose_name="budgetår")),
            ],
            options={
                "verbose_name": "beställningsbemyndigande",
                "verbose_name_plural": "beställningsbemyndiganden",
                "ordering": ["-budget_year", "sfs"],
            },
        ),
        migrations.CreateModel(
            name="DecisionAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("budget_year", models.PositiveSmallIntegerField(verbose_name="budgetår")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i öre")),
            ],
            options={
                "verbose_name": "belopp för ett budgetår",
                "verbose_name_plural": "belopp för budgetår",
                "ordering": ["decision", "budget_year"],
            },
        ),
        migrations.CreateModel(
            name="DecisionDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField(verbose_name="det skrivna")),
                ("saved_at", models.DateTimeField(verbose_name="sparat")),
            ],
            options={
                "verbose_name": "utkast till beslut",
                "verbose_name_plural": "utkast till beslut",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DecisionParticipant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "deltagare i beslut",
                "verbose_name_plural": "deltagare i beslut",
                "ordering": ["decision", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000, verbose_name="avvikande mening")),
                ("noted_at", models.DateTimeField(verbose_name="antecknad")),
            ],
            options={
                "verbose_name": "avvikande mening",
                "verbose_name_plural": "avvikande meningar",
                "ordering": ["decision", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="rat")),
                ("budget_year", models.PositiveSmallIntegerField(verbose_name="budgetår")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i öre")),
                ("planned_on", models.DateField(verbose_name="betalas tidigast")),
                (
                    "condition",
                    models.CharField(
                        choices=[("none", "Inget villkor"), ("status_report", "Godkänd lägesrapport")],
                        default="none",
                        max_length=20,
                        verbose_name="villkor för ratan",
                    ),
                ),
                ("met_note", models.CharField(blank=True, max_length=500, verbose_name="hur villkoret är uppfyllt")),
                ("met_at", models.DateTimeField(blank=True, null=True, verbose_name="villkoret uppfyllt")),
            ],
            options={
                "verbose_name": "rat",
                "verbose_name_plural": "rater",
                "ordering": ["decision", "number"],
            },
        ),
        migrations.AddField(
            model_name="delegation",
            name="without_presentation",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("grant", "Bifall"),
                        ("partial_grant", "Delvis bifall"),
                        ("reject", "Avslag"),
                        ("dismiss", "Avvisning"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="slag av beslut utan föredragning",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="participants",
            field=models.CharField(blank=True, max_length=300, verbose_name="övriga deltagare utifrån"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="reasons",
            field=models.TextField(max_length=16000, verbose_name="skäl"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="rapporteur",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="föredragande",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("without_presentation__contained_by", models.F("kinds"))),
                name="delegation_exempts_only_its_kinds",
            ),
        ),
        migrations.AddField(
            model_name="authorityamount",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="angivet av",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentauthority",
            constraint=models.UniqueConstraint(
                fields=("sfs", "budget_year"), name="one_authority_per_ordinance_and_year"
            ),
        ),
        migrations.AddField(
            model_name="authorityamount",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amounts",
                to="grants.commitmentauthority",
                verbose_name="beställningsbemyndigande",
            ),
        ),
        migrations.AddField(
            model_name="decisionamount",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amounts",
                to="grants.decision",
                verbose_name="beslut",
            ),
        ),
        migrations.AddField(
            model_name="decisionamount",
            name="frame",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="grants.frame", verbose_name="ram"
            ),
        ),
        migrations.AddField(
            model_name="decisiondraft",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision_drafts",
                to="grants.application",
                verbose_name="ansökan",
            ),
        ),
        migrations.AddField(
            model_name="decisiondraft",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sparat av",
            ),
        ),
        migrations.AddField(
            model_name="decisionparticipant",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="grants.decision",
                verbose_name="beslut",
            ),
        ),
        migrations.AddField(
            model_name="decisionparticipant",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="deltagare",
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dissents",
                to="grants.decision",
                verbose_name="beslut",
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.document",
                verbose_name="handling",
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.registryentry",
                verbose_name="diarierad som",
            ),
        ),
        migrations.AddField(
            model_name="dissent",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="antecknad av",
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instalments",
                to="grants.decision",
                verbose_name="beslut",
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="met_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="villkoret prövat av",
            ),
        ),
        migrations.AddConstraint(
            model_name="authorityamount",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0)), name="authority_amount_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="authorityamount",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="authority_amount_has_its_basis"
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionamount",
            constraint=models.UniqueConstraint(
                fields=("decision", "budget_year"), name="a_decision_has_one_amount_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionamount",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0)), name="decision_amount_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="decisiondraft",
            constraint=models.UniqueConstraint(
                fields=("application", "saved_by"), name="one_draft_of_a_decision_for_a_decider"
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionparticipant",
            constraint=models.UniqueConstraint(fields=("decision", "person"), name="a_person_takes_part_once"),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.UniqueConstraint(fields=("decision", "noted_by"), name="a_person_dissents_once"),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="dissent_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(("condition__in", ["none", "status_report"])), name="instalment_condition_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("met_at__isnull", True), ("met_by__isnull", True)),
                    models.Q(("met_at__isnull", False), ("met_by__isnull", False)),
                    _connector="OR",
                ),
                name="instalment_met_at_has_met_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(fields=("decision", "number"), name="an_instalment_is_planned_once"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0), ("number__gt", 0)), name="instalment_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("met_at__isnull", True), models.Q(("condition", "none"), _negated=True), _connector="OR"
                ),
                name="instalment_without_condition_is_not_met",
            ),
        ),
        append_only("grants_decisionamount"),
        append_only("grants_decisionparticipant"),
        append_only("grants_dissent"),
        append_only("grants_authorityamount"),
        only_may_change("grants_instalment", "met_note", "met_at", "met_by_id"),
        WHOLE,
        PARTS_OF_EARLIER_DECISIONS,
    ]
