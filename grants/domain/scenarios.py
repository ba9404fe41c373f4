"""Scenarios: rules for sharing a frame, under a name. Whoever made one changes it; others copy it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import one
from delmos.lib.refusal import Refused
from grants.allocation import HUNDRED, Rules
from grants.models import Call, Scenario
from grants.ordinances.profile import ApplicantGroup
from grants.permissions import check_may

MOST_OWN = 20  # of one person, call and group
MOST_SHOWN = 100


def scenarios_in(call: Call, group: ApplicantGroup) -> QuerySet[Scenario]:
    """The scenarios of a call and group, whoever made them, the newest first. The caller has come through the gate."""
    found = Scenario.objects.filter(call=call, group=group.code)
    return found.select_related("call", "made_by", "adopted_by").order_by("-made_at", "-pk")


def scenario_for(person: User, pk: int) -> Scenario:
    """One scenario. Raises NotYours to whoever may not see rankings."""
    rows = Scenario.objects.select_related("call", "made_by", "adopted_by")
    return one(rows if person.may(Permission.SEE_RANKING) else rows.none(), pk=pk)


@transaction.atomic
def save(call: Call, *, group: ApplicantGroup, name: str, rules: Rules, by: User, now: datetime) -> Scenario:
    """Keep the rules under ``name``. Raises Refused for a name one has used, rules that cannot be, and one too many."""
    check_may(by, Permission.ASSESS_CASES)
    Call.objects.select_for_update().get(pk=call.pk)  # so that two at once count one another
    own = Scenario.objects.filter(call=call, group=group.code, made_by=by)
    if own.filter(adopted_at=None).count() >= MOST_OWN:
        raise Refused(f"Du kan ha högst {MOST_OWN} scenarier här. Ta bort något först.", field="name")
    named = _named(own, name)
    _check_rules(rules)
    return Scenario.objects.create(call=call, group=group.code, name=named, **_columns(rules), made_at=now, made_by=by)


@transaction.atomic
def change(scenario: Scenario, *, name: str, rules: Rules, by: User, now: datetime) -> Scenario:
    """Change one's own scenario. Raises Refused for another's, and for one that is adopted: copy it instead."""
    scenario = _own(scenario, by)
    scenario.name = _named(Scenario.objects.exclude(pk=scenario.pk).filter(**_place(scenario), made_by=by), name)
    _check_rules(rules)
    columns = _columns(rules)
    for column, value in columns.items():
        setattr(scenario, column, value)
    scenario.made_at = now
    scenario.save(update_fields=["name", "made_at", *columns])
    return scenario


@transaction.atomic
def copy(scenario: Scenario, *, by: User, now: datetime) -> Scenario:
    """A scenario of one's own with the same rules, to go on with."""
    group = next(found for found in scenario.call.ordinance.groups if found.code == scenario.group)
    taken = set(Scenario.objects.filter(**_place(scenario), made_by=by).values_list("name", flat=True))
    names = (f"{scenario.name[:48]} (kopia{number})" for number in ("", *(f" {n}" for n in range(2, MOST_OWN * 3))))
    name = next(found for found in names if found not in taken)
    return save(scenario.call, group=group, name=name, rules=scenario.rules, by=by, now=now)


@transaction.atomic
def remove(scenario: Scenario, *, by: User, now: datetime) -> None:
    """Take away one's own scenario, as long as it is not adopted. Nothing of a case goes with it."""
    _own(scenario, by).delete()


def _own(scenario: Scenario, person: User) -> Scenario:
    scenario = Scenario.objects.select_for_update(of=("self",)).select_related("call").get(pk=scenario.pk)
    check_may(person, Permission.ASSESS_CASES)
    if scenario.made_by_id != person.pk:
        raise Refused("Bara den som har gjort scenariot ändrar det. Gör en kopia i stället.")
    if scenario.is_adopted:
        raise Refused("Scenariot är antaget och sparas som det var. Gör en kopia i stället.")
    return scenario


def _place(scenario: Scenario) -> dict[str, Any]:
    return {"call": scenario.call_id, "group": scenario.group}


def _named(others: QuerySet[Scenario], name: str) -> str:
    if not (name := name.strip()):
        raise Refused("Skriv vad scenariot ska heta.", field="name")
    if others.filter(name=name).exists():
        raise Refused("Du har redan ett scenario med det namnet här.", field="name")
    return name


def _columns(rules: Rules) -> dict[str, Any]:
    return asdict(rules) | {"tiers": [list(tier) for tier in rules.tiers]}


def _check_rules(rules: Rules) -> None:
    """Andelar är mellan 1 och 100 procent, resultat mellan 0 och 100, och belopp större än noll."""
    for field, share in (
        ("county_share", rules.county_share),
        ("kind_share", rules.kind_share),
        ("share", rules.share),
    ):
        if share is not None and not 1 <= share <= HUNDRED:
            raise Refused("Skriv en andel mellan 1 och 100 procent.", field=field)
    if not 0 <= rules.least_per_cent <= HUNDRED:
        raise Refused("Skriv ett resultat mellan 0 och 100 procent.", field="least_per_cent")
    if rules.cap_ore is not None and rules.cap_ore <= 0:
        raise Refused("Takbeloppet ska vara större än 0 kr.", field="cap_ore")
    if rules.least_rest_ore < 0:
        raise Refused("Beloppet kan inte vara mindre än 0 kr.", field="least_rest_ore")
    if not all(0 <= least <= HUNDRED and 1 <= share <= HUNDRED for least, share in rules.tiers):
        raise Refused("Skriv resultat mellan 0 och 100 procent och andelar mellan 1 och 100.", field="tier_share_1")
    if len({least for least, _ in rules.tiers}) != len(rules.tiers):
        raise Refused("Två steg börjar på samma resultat.", field="tier_least_1")
