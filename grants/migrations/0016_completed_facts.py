import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from journal.triggers import only_may_change, taken_back

ASSIGNED = ("status", "officer_id", "assigned_at", "assigned_by_id")
FACTS = (
    "title",
    "requested_ore",
    "county_codes",
    "area_code",
    "period_starts_on",
    "period_ends_on",
    "facts_version",
)


class Migration(migrations.Migration):
    """The facts of an application follow a completion of them; and what is posted twice from a page is kept once."""

    dependencies = [
        ("grants", "0015_versions_that_may_go"),
        ("journal", "0007_shown_when_said"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        taken_back(only_may_change("grants_application", *ASSIGNED)),
        migrations.RemoveConstraint(
            model_name="budgetrow",
            name="budget_row_order_is_unique",
        ),
        migrations.AddField(
            model_name="application",
            name="facts_version",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="version av uppgifterna"),
        ),
        migrations.AddField(
            model_name="budgetrow",
            name="facts_version",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="version av uppgifterna"),
        ),
        migrations.AddField(
            model_name="communication",
            name="page_key",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="nyckel från sidan"),
        ),
        migrations.AddField(
            model_name="completionrequest",
            name="page_key",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="nyckel från sidan"),
        ),
        migrations.AddField(
            model_name="message",
            name="page_key",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="nyckel från sidan"),
        ),
        migrations.AlterField(
            model_name="budgetrow",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budget_rows",
                to="grants.application",
                verbose_name="ansökan",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetrow",
            constraint=models.UniqueConstraint(
                fields=("application", "facts_version", "order"), name="budget_row_order_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="communication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page_key", ""), _negated=True),
                fields=("application", "page_key"),
                name="communication_is_sent_once_from_a_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="completionrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page_key", ""), _negated=True),
                fields=("application", "page_key"),
                name="completion_request_is_sent_once_from_a_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page_key", ""), _negated=True),
                fields=("application", "page_key"),
                name="message_is_sent_once_from_a_page",
            ),
        ),
        only_may_change("grants_application", *ASSIGNED, *FACTS),
    ]
