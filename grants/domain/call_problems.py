"""What a call lacks before it can be published, each with its rule."""

from django.conf import settings

from delmos.lib.refusal import Law, Refused
from grants.domain import frames
from grants.enums import Stage
from grants.models import Call
from grants.questions import FACT_NAMES, Form

# The part of a call that each step's form is, and how it is spoken of.
FORM_PARTS = {Stage.APPLICATION: "form", Stage.EXPRESSION: "expression_form"}
FORM_NAMES = {Stage.APPLICATION: "Formuläret", Stage.EXPRESSION: "Formuläret för intresseanmälan"}


def problems(call: Call) -> list[Refused]:
    """What the call lacks before it can be published, each with its rule. ``field`` names the part: frames, form, …"""
    in_forms = [problem for stage in call.stages for problem in _problems_of_form(call, stage)]
    return [*_missing_frames(call), *in_forms, *_criteria_problems(call), *_profile_problems(call)]


def _missing_frames(call: Call) -> list[Refused]:
    framed = set(call.frames.values_list("group", "budget_year"))
    return [
        Refused(
            f"Ange en ram för {group.name.lower()} {year}.",
            law=call.ordinance.availability_law,
            field="frames",
        )
        for year in frames.asked_years(call)
        for group in call.ordinance.groups
        if (group.code, year) not in framed
    ]


def _problems_of_form(call: Call, stage: Stage) -> list[Refused]:
    version = call.forms.filter(stage=stage).order_by("-number").first()
    return form_problems(version.form if version else Form(()), stage)


def form_problems(form: Form, stage: Stage) -> list[Refused]:
    """What the form of one step lacks before it can be published."""
    part = FORM_PARTS[stage]
    found = [
        Refused(f"Sidan ”{group.title}” har inga frågor.", field=part) for group in form.groups if not group.questions
    ]
    if absent := form.missing_facts(stage):
        names = ", ".join(FACT_NAMES[key] for key in absent)
        found.append(Refused(f"{FORM_NAMES[stage]} saknar frågor som systemet behöver: {names}.", field=part))
    return found


def _criteria_problems(call: Call) -> list[Refused]:
    return [] if call.criteria.exists() else [Refused("Ange minst ett bedömningskriterium.", field="criteria")]


def _profile_problems(call: Call) -> list[Refused]:
    ordinance = call.ordinance
    if ordinance.confirmed_on is not None or settings.PROFILES_MAY_BE_UNCONFIRMED:
        return []
    sentence = f"Profilen för {ordinance.citation} är inte bekräftad av en jurist."
    return [Refused(sentence, law=Law(ordinance.citation, ""), field="ordinance")]
