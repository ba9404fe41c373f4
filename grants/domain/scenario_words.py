"""What a scenario's rules, and what they gave one case, are in plain Swedish: on pages and in the reasons."""

from collections.abc import Iterator

from delmos.lib.money import format_sek
from grants.allocation import HUNDRED, Rules
from grants.enums import CutRule, DecisionKind, Ground
from grants.models import Criterion, ScenarioOutcome, Score

MOST_REASONS = 8000  # characters of a proposal's reasons


def rules_in_words(rules: Rules) -> list[tuple[str, str]]:
    """The rules that hold, as label and value."""
    return list(_rules(rules))


def _rules(rules: Rules) -> Iterator[tuple[str, str]]:
    if rules.least_per_cent:
        yield "Lägsta resultat", f"{rules.least_per_cent} procent"
    if rules.cap_ore is not None:
        yield "Högst per bidrag", format_sek(rules.cap_ore)
    if rules.county_share is not None:
        yield "Högst per län", f"{rules.county_share} procent av ramen"
    if rules.kind_share is not None:
        yield "Högst per typ av sökande", f"{rules.kind_share} procent av ramen"
    for least, share in sorted(rules.tiers, reverse=True):
        yield f"Från resultatet {least} procent", f"{share} procent av det sökta"
    if rules.share < HUNDRED or rules.tiers:
        yield "I övrigt" if rules.tiers else "Andel av det sökta", f"{rules.share} procent av det sökta"
    yield "När ramen inte räcker", str(rules.cut.label)
    if rules.cut is CutRule.REST and rules.least_rest_ore:
        yield "Minst kvar för den sista", format_sek(rules.least_rest_ore)
    if rules.whole_thousands:
        yield "Avrundning", "nedåt till hela tusental kronor"


def reasons_for(outcome: ScenarioOutcome, scores: list[tuple[Criterion, Score]]) -> str:
    """The reasons of the proposal: what was found on each criterion, the result, and the rule that decided."""
    rule = "\n\n".join([_result(outcome), _amount(outcome)])
    whole = [f"{_given(criterion, score)}: {score.reasons}" for criterion, score in scores]
    reasons = "\n\n".join([*whole, rule])
    if len(reasons) <= MOST_REASONS:
        return reasons
    return "\n\n".join([*(f"{_given(criterion, score)}." for criterion, score in scores), rule])


def _given(criterion: Criterion, score: Score) -> str:
    return f"{criterion.name} ({score.points} av {criterion.highest})"


def _result(outcome: ScenarioOutcome) -> str:
    return (
        f"Det sammanvägda resultatet är {outcome.per_cent} procent av det bästa möjliga, plats {outcome.rank} bland de "
        "ansökningar som konkurrerar om samma medel."
    )


def _amount(outcome: ScenarioOutcome) -> str:
    application, rules, ground = outcome.application, outcome.scenario.rules, Ground(outcome.ground)
    because = _BECAUSE[ground].format(
        cap=format_sek(rules.cap_ore or 0),
        least=rules.least_per_cent,
        share=rules.share_of(outcome.per_cent),
        county=rules.county_share,
        area=application.area_name,
        kind=rules.kind_share,
        type=str(application.type.label).lower(),
    )
    if outcome.kind == DecisionKind.REJECT:
        return f"{because} Ansökan föreslås därför bli avslagen."
    if outcome.kind == DecisionKind.GRANT:
        return f"{because} Hela det sökta beloppet, {format_sek(outcome.amount_ore)}, föreslås därför."
    sought = f"Sökt belopp är {format_sek(application.requested_ore)}."
    return f"{sought} {because} Bidraget föreslås därför bli {format_sek(outcome.amount_ore)}."


_BECAUSE: dict[Ground, str] = {
    Ground.WHOLE: "Medlen räcker till ansökan.",
    Ground.CAPPED: "Ett bidrag blir högst {cap}, så att medlen räcker till fler.",
    Ground.PART: "Med detta resultat lämnas {share} procent av det sökta, så att medlen räcker till fler.",
    Ground.ROUNDED: "Beloppet avrundas nedåt till hela tusental kronor.",
    Ground.REST: "Beloppet är det som finns kvar av medlen.",
    Ground.BELOW: "Ansökan når inte upp till {least} procent, som är det lägsta resultat som ger bidrag.",
    Ground.COUNTY_FULL: "Högst {county} procent av medlen går till ett län, och för {area} är de redan fördelade.",
    Ground.KIND_FULL: "Högst {kind} procent av medlen går till en typ av sökande, och för typen {type} är de "
    "redan fördelade.",
    Ground.FRAME_FULL: "Medlen räcker inte till alla ansökningar, och de fördelas efter resultat.",
    Ground.TOO_SMALL: "Med den andel och avrundning som gäller blir beloppet noll.",
}
