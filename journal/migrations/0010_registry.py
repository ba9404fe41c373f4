import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from journal.titles import PUBLIC_BEGINNINGS, PUBLIC_TITLES
from journal.triggers import append_only, only_may_change, taken_back

KEPT_CASE = only_may_change("journal_case", "last_entry", "closed_at", "closed_by")
KEPT_ENTRY = only_may_change("journal_registryentry", "secrecy_rule", "visible_to_party")


def say_public_titles(apps, schema_editor):
    """What stands in the diary already gets the title that anybody may read, as a new row would."""
    for name in ("Case", "RegistryEntry"):
        rows = apps.get_model("journal", name).objects.all()
        rows.filter(title__in=PUBLIC_TITLES).update(public_title=models.F("title"))
        for beginning in PUBLIC_BEGINNINGS:
            rows.filter(title__startswith=beginning).update(public_title=models.F("title"))
        rows.filter(title__startswith="Bilaga: ").update(public_title="Bilaga")


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0009_readings"),
    ]

    operations = [
        taken_back(KEPT_CASE),
        taken_back(KEPT_ENTRY),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("letter", "Brev"), ("email", "E-post"), ("visit", "Besök"), ("phone", "Telefon")],
                        max_length=8,
                        verbose_name="hur det kom",
                    ),
                ),
                ("arrived_on", models.DateField(verbose_name="kom in den")),
                ("page_key", models.CharField(blank=True, default="", max_length=64, verbose_name="nyckel från sidan")),
                ("registered_at", models.DateTimeField(verbose_name="registrerad")),
                ("registered_by", models.CharField(max_length=60, verbose_name="registrerad av")),
            ],
            options={
                "verbose_name": "inkommen post",
                "verbose_name_plural": "inkommen post",
            },
        ),
        migrations.CreateModel(
            name="PostItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="filens namn")),
            ],
            options={
                "verbose_name": "handling i post",
                "verbose_name_plural": "handlingar i post",
                "ordering": ["post", "entry__serial"],
            },
        ),
        migrations.CreateModel(
            name="SecrecyMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[("document", "Handlingen"), ("counterpart", "Motpartens identitet")],
                        max_length=12,
                        verbose_name="vad som markeras",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("set", "Markerad"), ("lifted", "Markeringen borttagen")],
                        max_length=8,
                        verbose_name="åtgärd",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=120, verbose_name="bestämmelse")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="anteckning")),
                ("marked_at", models.DateTimeField(verbose_name="tidpunkt")),
                ("marked_by", models.CharField(max_length=60, verbose_name="av")),
                ("marker_name", models.CharField(max_length=150, verbose_name="namn")),
            ],
            options={
                "verbose_name": "sekretessmarkering",
                "verbose_name_plural": "sekretessmarkeringar",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="counterpart_kind",
            field=models.CharField(
                blank=True,
                choices=[("organisation", "Organisation eller myndighet"), ("person", "Privatperson")],
                default="",
                max_length=12,
                verbose_name="slag av motpart",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="counterpart_rule",
            field=models.CharField(
                blank=True, default="", max_length=120, verbose_name="skydd för motpartens identitet"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="public_title",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="ärendemening som får visas"),
        ),
        migrations.AddField(
            model_name="registryentry",
            name="counterpart_kind",
            field=models.CharField(
                blank=True,
                choices=[("organisation", "Organisation eller myndighet"), ("person", "Privatperson")],
                default="",
                max_length=12,
                verbose_name="slag av motpart",
            ),
        ),
        migrations.AddField(
            model_name="registryentry",
            name="public_title",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="innehåll som får visas"),
        ),
        migrations.AlterField(
            model_name="case",
            name="counterpart",
            field=models.CharField(blank=True, max_length=200, verbose_name="motpart"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", config="swedish"), name="case_by_words_of_title"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("public_title", config="swedish"),
                name="case_by_words_in_public",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("counterpart", config="simple"), name="case_by_counterpart"
            ),
        ),
        migrations.AddIndex(
            model_name="registryentry",
            index=models.Index(fields=["-registered_at", "-id"], name="entry_newest_first"),
        ),
        migrations.AddIndex(
            model_name="registryentry",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", config="swedish"), name="entry_by_words_of_title"
            ),
        ),
        migrations.AddIndex(
            model_name="registryentry",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("public_title", config="swedish"),
                name="entry_by_words_in_public",
            ),
        ),
        migrations.AddIndex(
            model_name="registryentry",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("counterpart", config="simple"), name="entry_by_counterpart"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("counterpart_kind__in", ["", "organisation", "person"])),
                name="case_counterpart_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="registryentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("counterpart_kind__in", ["", "organisation", "person"])),
                name="entry_counterpart_kind_is_known",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="post",
                to="journal.case",
                verbose_name="ärende",
            ),
        ),
        migrations.AddField(
            model_name="postitem",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="post_item",
                to="journal.registryentry",
                verbose_name="diarierad handling",
            ),
        ),
        migrations.AddField(
            model_name="postitem",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="journal.post",
                verbose_name="försändelse",
            ),
        ),
        migrations.AddField(
            model_name="secrecymark",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="marks",
                to="journal.case",
                verbose_name="ärende",
            ),
        ),
        migrations.AddField(
            model_name="secrecymark",
            name="entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="marks",
                to="journal.registryentry",
                verbose_name="diarierad handling",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["letter", "email", "visit", "phone"])), name="post_way_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page_key", ""), _negated=True),
                fields=("page_key",),
                name="post_is_entered_once_from_a_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="secrecymark",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["set", "lifted"])), name="mark_act_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="secrecymark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry__isnull", False), ("part", "document")),
                    models.Q(("entry__isnull", True), ("part", "counterpart")),
                    _connector="OR",
                ),
                name="mark_is_on_a_document_or_a_counterpart",
            ),
        ),
        migrations.AddConstraint(
            model_name="secrecymark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "set"), models.Q(("rule", ""), _negated=True)),
                    models.Q(("act", "lifted"), ("rule", "")),
                    _connector="OR",
                ),
                name="mark_set_names_its_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="secrecymark",
            constraint=models.CheckConstraint(
                condition=models.Q(("act", "set"), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="mark_lifted_says_why",
            ),
        ),
        migrations.RunPython(say_public_titles, migrations.RunPython.noop),
        only_may_change("journal_case", "last_entry", "closed_at", "closed_by", "counterpart_rule"),
        KEPT_ENTRY,
        append_only("journal_post"),
        append_only("journal_postitem"),
        append_only("journal_secrecymark"),
    ]
