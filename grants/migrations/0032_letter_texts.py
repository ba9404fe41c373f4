import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import append_only, only_may_change, taken_back

FREE = ("status", "decided_at", "decided_by_id", "dispatched_at", "dispatched_by_id", "sealed_letter_id")


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0031_decisions_in_parts"),
        ("journal", "0010_registry"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConditionText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="kod")),
                ("text", models.CharField(max_length=600, verbose_name="villkor")),
                ("law", models.CharField(blank=True, max_length=160, verbose_name="bestämmelse")),
                (
                    "ordinance_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="förordningar och lydelser",
                    ),
                ),
                (
                    "decision_kinds",
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
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="slag av beslut",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("required", "Ska alltid stå med"),
                            ("standard", "Står med om ingen tar bort det"),
                            ("optional", "Kan väljas"),
                        ],
                        max_length=10,
                        verbose_name="hur det används",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="gäller från")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="gäller till")),
                ("written_at", models.DateTimeField(verbose_name="skrivet")),
            ],
            options={
                "verbose_name": "villkor i biblioteket",
                "verbose_name_plural": "villkor i biblioteket",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "letter",
                    models.CharField(
                        choices=[
                            ("decision", "Beslut om statsbidrag"),
                            ("dissent", "Avvikande mening"),
                            ("write_off", "Beslut om avskrivning"),
                            ("delay_notice", "Underrättelse om försening"),
                            ("request_refused", "Avslag på begäran om avgörande"),
                            ("conflict_ruling", "Beslut i fråga om jäv"),
                            ("release_cover", "Utlämnande av allmän handling"),
                            ("release_refusal", "Beslut att inte lämna ut allmän handling"),
                        ],
                        max_length=20,
                        verbose_name="brev",
                    ),
                ),
                ("block", models.CharField(max_length=30, verbose_name="text")),
                ("ordinance_key", models.CharField(blank=True, max_length=30, verbose_name="förordning och lydelse")),
                (
                    "decision_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("grant", "Bifall"),
                            ("partial_grant", "Delvis bifall"),
                            ("reject", "Avslag"),
                            ("dismiss", "Avvisning"),
                        ],
                        max_length=20,
                        verbose_name="slag av beslut",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="lydelse")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="gäller från")),
                ("written_at", models.DateTimeField(verbose_name="skriven")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="publicerad")),
            ],
            options={
                "verbose_name": "brevtext",
                "verbose_name_plural": "brevtexter",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OfficialsLeftOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=1000, verbose_name="skäl")),
                ("marked_at", models.DateTimeField(verbose_name="beslutat")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="upphävt")),
            ],
            options={
                "verbose_name": "utelämnade namn på tjänstemän",
                "verbose_name_plural": "utelämnade namn på tjänstemän",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="officials_left_out",
            field=models.BooleanField(default=False, verbose_name="tjänstemäns namn är utelämnade i brevet"),
        ),
        migrations.AddField(
            model_name="decision",
            name="record",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.document",
                verbose_name="beslutshandling för akten",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="sealed_record",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.document",
                verbose_name="förseglad beslutshandling för akten",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="texts",
            field=models.JSONField(blank=True, default=dict, verbose_name="brevets texter"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("officials_left_out", False), ("record__isnull", True)),
                    models.Q(("officials_left_out", True), ("record__isnull", False)),
                    _connector="OR",
                ),
                name="decision_without_names_has_its_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed_record__isnull", True),
                    models.Q(("decided_at__isnull", False), ("record__isnull", False)),
                    _connector="OR",
                ),
                name="decision_record_is_not_sealed_before_it_is_made",
            ),
        ),
        migrations.AddField(
            model_name="conditiontext",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skrivet av",
            ),
        ),
        migrations.AddField(
            model_name="lettertext",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="publicerad av",
            ),
        ),
        migrations.AddField(
            model_name="lettertext",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skriven av",
            ),
        ),
        migrations.AddField(
            model_name="officialsleftout",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.case", verbose_name="ärende"
            ),
        ),
        migrations.AddField(
            model_name="officialsleftout",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="upphävt av",
            ),
        ),
        migrations.AddField(
            model_name="officialsleftout",
            name="marked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="beslutat av",
            ),
        ),
        migrations.AddIndex(
            model_name="conditiontext",
            index=models.Index(fields=["code", "starts_on"], name="condition_text_by_code"),
        ),
        migrations.AddConstraint(
            model_name="conditiontext",
            constraint=models.CheckConstraint(
                condition=models.Q(("need__in", ["required", "standard", "optional"])),
                name="condition_text_need_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conditiontext",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision_kinds__contained_by", ["grant", "partial_grant", "reject", "dismiss"])),
                name="condition_text_kinds_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conditiontext",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("code", ""), _negated=True)),
                name="condition_text_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="conditiontext",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="condition_text_period_is_ordered",
            ),
        ),
        migrations.AddIndex(
            model_name="lettertext",
            index=models.Index(fields=["letter", "starts_on"], name="letter_text_by_letter"),
        ),
        migrations.AddConstraint(
            model_name="lettertext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "letter__in",
                        [
                            "decision",
                            "dissent",
                            "write_off",
                            "delay_notice",
                            "request_refused",
                            "conflict_ruling",
                            "release_cover",
                            "release_refusal",
                        ],
                    )
                ),
                name="letter_text_letter_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertext",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision_kind__in", ["", "grant", "partial_grant", "reject", "dismiss"])),
                name="letter_text_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertext",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="letter_text_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="letter_text_published_at_has_published_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("starts_on__isnull", True)),
                    models.Q(("published_at__isnull", False), ("starts_on__isnull", False)),
                    _connector="OR",
                ),
                name="letter_text_is_published_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)),
                fields=("letter", "block", "ordinance_key", "decision_kind"),
                name="one_draft_of_a_letter_text_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialsleftout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="officials_left_out_lifted_at_has_lifted_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialsleftout",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="officials_are_left_out_for_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="officialsleftout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("case",),
                name="officials_of_a_case_are_left_out_once_at_a_time",
            ),
        ),
        taken_back(only_may_change("grants_decision", *FREE)),
        only_may_change("grants_decision", *FREE, "sealed_record_id"),
        append_only("grants_conditiontext"),
        only_may_change("grants_lettertext", when="OLD.published_at IS NOT NULL"),
        only_may_change("grants_officialsleftout", "lifted_at", "lifted_by_id"),
    ]
