import django.db.models.deletion
from django.db import migrations, models

from journal.triggers import only_may_change, taken_back

FREE = ("status", "decided_at", "decided_by_id", "dispatched_at", "dispatched_by_id")


class Migration(migrations.Migration):
    dependencies = [("grants", "0016_completed_facts"), ("journal", "0008_longer_notices")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="sealed_letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.document",
                verbose_name="förseglat beslutsbrev",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("sealed_letter__isnull", True), ("decided_at__isnull", False), _connector="OR"),
                name="decision_is_not_sealed_before_it_is_made",
            ),
        ),
        taken_back(only_may_change("grants_decision", *FREE)),
        only_may_change("grants_decision", *FREE, "sealed_letter_id"),
    ]
