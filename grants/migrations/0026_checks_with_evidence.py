import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0025_conflict_questions"),
        ("journal", "0008_longer_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="check",
            name="computed",
            field=models.BooleanField(default=False, verbose_name="beräknad av portalen"),
        ),
        migrations.AddField(
            model_name="check",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.registryentry",
                verbose_name="underlag",
            ),
        ),
    ]
