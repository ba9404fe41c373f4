from django.db import migrations, models
from django.db.models import F, Q

from grants.clock_columns import months_after, swedish_day
from journal.triggers import only_may_change, taken_back

MAY_CHANGE = (
    "status",
    "officer_id",
    "assigned_at",
    "assigned_by_id",
    "title",
    "requested_ore",
    "county_codes",
    "area_code",
    "period_starts_on",
    "period_ends_on",
    "facts_version",
)
UNDECIDED = ("received", "received_late", "in_review", "completing", "proposed")
# What is opened again already counts from that day; a draft made before this counted from the arrival.
FROM_WHAT_IS_KNOWN = migrations.RunSQL(
    sql="""
    UPDATE grants_application SET begun_at = coalesce(
        (SELECT max(reopened_at) FROM grants_reopening WHERE application_id = grants_application.id), received_at);
    UPDATE grants_delaynotice SET begun_at = grants_application.received_at FROM grants_application
        WHERE grants_application.id = application_id AND period IS NOT NULL;
    """,
    reverse_sql="",
)


def by_six_months(column: str) -> models.Index:
    return models.Index(
        months_after(swedish_day(column), 6),
        "id",
        condition=Q(status__in=UNDECIDED),
        name="application_by_six_months",
    )


class Migration(migrations.Migration):
    """The six months of a case that is opened again count from that day."""

    dependencies = [("grants", "0035_payment_stops")]

    operations = [
        taken_back(only_may_change("grants_application", *MAY_CHANGE)),
        taken_back(only_may_change("grants_delaynotice", when="OLD.status <> 'draft'")),
        migrations.AddField(
            model_name="application",
            name="begun_at",
            field=models.DateTimeField(null=True, verbose_name="handläggningen började"),
        ),
        migrations.AddField(
            model_name="delaynotice",
            name="begun_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="räknas från"),
        ),
        FROM_WHAT_IS_KNOWN,
        # The rows just written have checks of their foreign keys that wait, and a table is not altered before them.
        migrations.RunSQL(sql="SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", reverse_sql=""),
        migrations.AlterField(
            model_name="application",
            name="begun_at",
            field=models.DateTimeField(verbose_name="handläggningen började"),
        ),
        migrations.RemoveIndex(model_name="application", name="application_by_six_months"),
        migrations.AddIndex(model_name="application", index=by_six_months("begun_at")),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=Q(begun_at__gte=F("received_at")), name="application_begins_when_it_is_in"
            ),
        ),
        migrations.RemoveConstraint(model_name="delaynotice", name="delay_notice_is_drafted_once_a_period"),
        migrations.AddConstraint(
            model_name="delaynotice",
            constraint=models.UniqueConstraint(
                fields=("application", "begun_at", "period"), name="delay_notice_is_drafted_once_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="delaynotice",
            constraint=models.CheckConstraint(
                condition=Q(begun_at__isnull=True, period__isnull=True)
                | Q(begun_at__isnull=False, period__isnull=False),
                name="delay_notice_period_has_its_beginning",
            ),
        ),
        only_may_change("grants_application", *MAY_CHANGE, "begun_at"),
        only_may_change("grants_delaynotice", when="OLD.status <> 'draft'"),
    ]
