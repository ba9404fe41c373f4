from django.conf import settings
from django.db import migrations, models

import grants.clock_columns


class Migration(migrations.Migration):
    dependencies = [
        ("applicants", "0004_evidence_and_invitations"),
        ("grants", "0023_notes"),
        ("journal", "0010_registry"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                grants.clock_columns.MonthsAfter(grants.clock_columns.SwedishDay("received_at"), models.Value(6)),
                models.F("id"),
                condition=models.Q(
                    ("status__in", ("received", "received_late", "in_review", "completing", "proposed"))
                ),
                name="application_by_six_months",
            ),
        ),
    ]
