from django.db import migrations

from journal.triggers import append_only, culled_by_rule, taken_back


class Migration(migrations.Migration):
    """Of a draft that was never sent in, all versions but the last may be removed by the act that says so."""

    dependencies = [("grants", "0014_expressions_withdrawn_with_files_and_receipts")]

    operations = [
        taken_back(append_only("grants_draftrevision")),
        culled_by_rule(
            "grants_draftrevision",
            act="draft_versions",
            columns="draft_id uuid, number integer",
            only_if="""EXISTS (
                SELECT FROM grants_draft
                WHERE id = $1 AND $2 < revision AND application_id IS NULL AND expression_id IS NULL
            )""",
        ),
    ]
