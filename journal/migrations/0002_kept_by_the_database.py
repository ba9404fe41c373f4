from django.db import migrations

from journal.triggers import FUNCTIONS, append_only, only_may_change


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        FUNCTIONS,
        append_only("journal_event"),
        append_only("journal_document"),
        only_may_change("journal_eventstream", "length", "head"),
        only_may_change("journal_case", "last_entry", "closed_at", "closed_by"),
        only_may_change("journal_registryentry", "secrecy_rule", "visible_to_party"),
    ]
