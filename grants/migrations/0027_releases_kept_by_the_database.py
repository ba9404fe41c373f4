from django.db import migrations

from journal.triggers import only_may_change


class Migration(migrations.Migration):
    dependencies = [("grants", "0026_checks_with_evidence")]

    operations = [
        only_may_change(
            "grants_releaserequest",
            *("contact", "closed_at", "closed_by_id", "written_wanted_at", "written_wanted_by_id"),
            *("reasons", "decision_id", "decided_at", "decided_by_id"),
        ),
        only_may_change("grants_releaseitem", when="OLD.out_entry_id IS NOT NULL"),
    ]
