from django.db import migrations

from journal.triggers import append_only, only_may_change


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_initial"), ("journal", "0002_kept_by_the_database")]

    operations = [
        append_only("grants_posting"),
        append_only("grants_frameamount"),
        append_only("grants_conflictdeclaration"),
        append_only("grants_check"),
        append_only("grants_score"),
        append_only("grants_proposal"),
        append_only("grants_budgetrow"),
        append_only("grants_applicationfile"),
        append_only("grants_signature"),
        only_may_change("grants_application", "status", "officer_id", "assigned_at", "assigned_by_id"),
        only_may_change(
            "grants_decision", "status", "decided_at", "decided_by_id", "dispatched_at", "dispatched_by_id"
        ),
        only_may_change("grants_formversion", when="OLD.published_at IS NOT NULL"),
        only_may_change("grants_draft", when="OLD.application_id IS NOT NULL"),
    ]
