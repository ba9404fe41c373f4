import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_external_assessors"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="user",
            name="user_has_only_known_roles",
        ),
        migrations.AlterField(
            model_name="user",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("registrar", "Registrator"),
                        ("case_officer", "Handläggare"),
                        ("decider", "Beslutsfattare"),
                        ("economist", "Ekonom"),
                        ("manager", "Ledning"),
                        ("assessor", "Extern bedömare"),
                        ("lawyer", "Jurist"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="roller",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "roles__contained_by",
                        ["registrar", "case_officer", "decider", "economist", "manager", "assessor", "lawyer"],
                    )
                ),
                name="user_has_only_known_roles",
            ),
        ),
    ]
