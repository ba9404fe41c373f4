import django.db.models.deletion
from django.db import migrations, models

from journal.triggers import append_only, taken_back

DECLARATIONS = append_only("grants_conflictdeclaration")


class Migration(migrations.Migration):
    """An answer on jäv is about the case, not about the application alone: a case may begin with an expression."""

    dependencies = [("grants", "0008_form_versions"), ("journal", "0003_outbox")]

    operations = [
        taken_back(DECLARATIONS),
        migrations.AddField(
            model_name="conflictdeclaration",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.case",
                verbose_name="ärende",
            ),
        ),
        migrations.RunSQL(
            # The checks of foreign keys are made at once: a table is not altered while some of them wait.
            sql="""
            UPDATE grants_conflictdeclaration AS declaration SET case_id = application.case_id
                FROM grants_application AS application WHERE application.id = declaration.application_id;
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="conflictdeclaration",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.case",
                verbose_name="ärende",
            ),
        ),
        migrations.AlterModelOptions(
            name="conflictdeclaration",
            options={
                "ordering": ["case", "pk"],
                "verbose_name": "jävsförklaring",
                "verbose_name_plural": "jävsförklaringar",
            },
        ),
        migrations.RemoveField(model_name="conflictdeclaration", name="application"),
        DECLARATIONS,
    ]
