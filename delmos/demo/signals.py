"""Signals of risk to look at: two associations that share a signatory, an account and a text, and a costly project."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from stdnum import luhn

from applicants.domain import organisations, payment_accounts
from applicants.enums import AccountKind, MandateRole
from applicants.models import Organisation
from delmos.demo.people import Cast, review_mandates, verify_account
from delmos.demo.story import Story
from delmos.demo.today import FIRST_OF_A_PAIR, SCENES, SECOND_OF_A_PAIR, Scene
from grants.domain.signals import review
from grants.domain.signals.search import search
from grants.enums import SignalKind, SignalOutcome
from grants.models import Application, Call

DEAR = 7  # times what the others ask for
SHARED = "9900991"  # a bankgiro in a part of the series that is not given out, without its check digit
COPIED = (
    "Första kvartalet öppnar vi dörrarna två kvällar i veckan och bjuder in alla som bor i trapphusen runt gården. En "
    "av våra ledare går runt och knackar på, och den andra tar emot med kaffe. Andra kvartalet väljer deltagarna "
    "själva tre uppdrag att prova, från bokföring till ljudteknik, och får en mentor i varje. Tredje kvartalet håller "
    "de egna kvällar för nästa grupp. Sista kvartalet skriver vi ned vad som fungerade, tillsammans med dem som var "
    "med."
)
EXPLAINED = "Föreningarna har en gemensam ordförande, vilket framgår av bådas stadgar och protokoll."
CONFIRMED = "Kontot tillhör grannföreningen enligt utdraget från banken. Frågan ska kommuniceras."


def as_told(scene: Scene, story: Story) -> Story:
    """The story with what the scene says of it."""
    if scene.copied:
        story = replace(story, texts={**story.texts, "measures": (COPIED,)})
    return replace(story, requested_ore=story.requested_ore * DEAR) if scene.dear else story


@transaction.atomic
def ensure_signals(call: Call, cast: Cast, *, now: datetime) -> None:
    """Let the pair share a signatory and an account, and dag find it: one signal is dismissed and one confirmed."""
    names = [scene.name for scene in SCENES if scene.copied or scene.dear]
    cases = {case.organisation.name: case for case in _cases(call, names)}
    if set(cases) != set(names) or any(case.signals.exists() for case in cases.values()):
        return
    _share(cases[FIRST_OF_A_PAIR].organisation, cases[SECOND_OF_A_PAIR].organisation, cast, now=now)
    found_at = now - timedelta(hours=1)
    for name in names:
        search(cases[name], by=cast["dag"], now=found_at)
    searched_again = cases[FIRST_OF_A_PAIR]
    search(searched_again, by=cast["dag"], now=found_at)  # the text of the second is known now
    for kind, outcome, note in (
        (SignalKind.SIGNATORY, SignalOutcome.DISMISSED, EXPLAINED),
        (SignalKind.ACCOUNT, SignalOutcome.CONFIRMED, CONFIRMED),
    ):
        signal = searched_again.signals.get(kind=kind)
        review.review(signal, outcome=outcome, note=note, by=cast["dag"], now=now)


def _cases(call: Call, names: list[str]) -> list[Application]:
    found = Application.objects.filter(call=call, organisation__name__in=names)
    return list(found.select_related("organisation", "case"))


def _share(first: Organisation, second: Organisation, cast: Cast, *, now: datetime) -> None:
    """The signatory of the first signs for the second too, and both have the same account, verified for each."""
    signatories = [one.mandates.filter(role=MandateRole.SIGNATORY).earliest("pk").person for one in (first, second)]
    shared_at = now - timedelta(days=2)
    organisations.add_mandate(
        second, person=signatories[0], role=MandateRole.SIGNATORY, by=signatories[1], now=shared_at
    )
    review_mandates(second, cast, now=shared_at)
    number = SHARED + luhn.calc_check_digit(SHARED)
    for organisation, signatory in zip((first, second), signatories, strict=True):
        payment_accounts.state(organisation, kind=AccountKind.BANKGIRO, number=number, by=signatory, now=shared_at)
        verify_account(organisation, cast, now=shared_at)
