"""Two scenarios of dag's for today's open call, to look at, compare and adopt."""

from datetime import datetime

from delmos.demo.people import Cast
from grants.allocation import Rules
from grants.domain import scenarios
from grants.enums import CutRule
from grants.models import Call, Scenario

GROUP = "civil_society"
RULES = {
    "Tak 300 000 kr": Rules(cap_ore=300_000_00, least_per_cent=50),
    "Mer till de bästa": Rules(
        least_per_cent=60, tiers=((80, 100),), share=75, county_share=10, cut=CutRule.REST, whole_thousands=True
    ),
}


def ensure_scenarios(call: Call, cast: Cast, *, now: datetime) -> None:
    """What dag has saved by itself is left alone."""
    if Scenario.objects.filter(call=call).exists():
        return
    group = next(found for found in call.ordinance.groups if found.code == GROUP)
    for name, rules in RULES.items():
        scenarios.save(call, group=group, name=name, rules=rules, by=cast["dag"], now=now)
