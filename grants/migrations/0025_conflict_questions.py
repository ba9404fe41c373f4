import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import append_only


class Migration(migrations.Migration):
    """What made a person jävig stands with the question of it, which anybody can raise and somebody else rules on."""

    dependencies = [
        ("grants", "0024_six_months_by_index"),
        ("journal", "0008_longer_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConflictQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.CharField(
                        choices=[
                            (
                                "party",
                                "Personen eller en närstående är part, eller kan påverkas av beslutet i en inte oväsentlig grad",
                            ),
                            (
                                "representative",
                                "Personen eller en närstående företräder, eller har företrätt, en part eller någon annan som kan påverkas",
                            ),
                            (
                                "earlier_instance",
                                "Personen har redan tagit ställning i frågan hos en annan myndighet, vars beslut vi ska pröva",
                            ),
                            ("other", "Något annat gör att personens opartiskhet kan ifrågasättas"),
                        ],
                        max_length=20,
                        verbose_name="punkt i 16 §",
                    ),
                ),
                ("ground", models.CharField(max_length=2000, verbose_name="omständighet")),
                ("by_party", models.BooleanField(default=False, verbose_name="väckt av parten")),
                ("page_key", models.CharField(blank=True, default="", max_length=64, verbose_name="nyckel från sidan")),
                ("raised_at", models.DateTimeField(verbose_name="väckt")),
            ],
            options={
                "verbose_name": "fråga om jäv",
                "verbose_name_plural": "frågor om jäv",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ConflictRuling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("upheld", "Personen är jävig och får inte ta del i ärendet"),
                            ("not_upheld", "Personen är inte jävig"),
                            ("immaterial", "Det är uppenbart att frågan om opartiskhet saknar betydelse"),
                        ],
                        max_length=20,
                        verbose_name="utgång",
                    ),
                ),
                ("reasons", models.TextField(max_length=4000, verbose_name="skäl")),
                ("ruled_at", models.DateTimeField(verbose_name="prövad")),
            ],
            options={
                "verbose_name": "beslut i fråga om jäv",
                "verbose_name_plural": "beslut i frågor om jäv",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="conflictquestion",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.case", verbose_name="ärende"
            ),
        ),
        migrations.AddField(
            model_name="conflictquestion",
            name="entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.registryentry",
                verbose_name="diarierad som",
            ),
        ),
        migrations.AddField(
            model_name="conflictquestion",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person som frågan gäller",
            ),
        ),
        migrations.AddField(
            model_name="conflictquestion",
            name="raised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="väckt av",
            ),
        ),
        migrations.AddField(
            model_name="conflictruling",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.registryentry",
                verbose_name="diarierad som",
            ),
        ),
        migrations.AddField(
            model_name="conflictruling",
            name="question",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ruling",
                to="grants.conflictquestion",
                verbose_name="fråga om jäv",
            ),
        ),
        migrations.AddField(
            model_name="conflictruling",
            name="ruled_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="prövad av",
            ),
        ),
        migrations.AddIndex(
            model_name="conflictquestion",
            index=models.Index(fields=["person", "case"], name="conflict_question_by_person"),
        ),
        migrations.AddConstraint(
            model_name="conflictquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("point__in", ["party", "representative", "earlier_instance", "other"])),
                name="conflict_question_point_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground", ""), _negated=True), name="conflict_question_states_its_ground"
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_party", False), ("entry__isnull", False), _connector="OR"),
                name="objection_of_the_party_is_in_the_diary",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page_key", ""), _negated=True),
                fields=("case", "page_key"),
                name="conflict_question_is_sent_once_from_a_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["upheld", "not_upheld", "immaterial"])),
                name="conflict_ruling_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reasons", ""), _negated=True), name="conflict_ruling_has_reasons"
            ),
        ),
        migrations.RunSQL(
            # The checks of foreign keys are made at once: a table is not altered while some of them wait.
            sql="""
            INSERT INTO grants_conflictquestion
                (case_id, person_id, point, ground, by_party, page_key, raised_at, raised_by_id)
                SELECT case_id, person_id, 'other', ground, false, '', declared_at, person_id
                FROM grants_conflictdeclaration WHERE answer = 'conflict';
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(
            model_name="conflictdeclaration",
            name="conflict_states_its_ground",
        ),
        migrations.RemoveIndex(
            model_name="conflictdeclaration",
            name="conflict_by_person",
        ),
        migrations.RemoveField(
            model_name="conflictdeclaration",
            name="ground",
        ),
        migrations.AddIndex(
            model_name="conflictdeclaration",
            index=models.Index(fields=["person", "case"], name="declaration_by_person"),
        ),
        append_only("grants_conflictquestion"),
        append_only("grants_conflictruling"),
    ]
