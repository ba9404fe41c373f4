"""Text that stands word for word with another applicant too, and an auditor named by both.

The prints of all applications lie in one table, and the index gives those that share a sampled sequence: the cost
follows what is alike, not how many cases there are. What is said can be checked by hand: so many of the samples agree.
"""

from collections.abc import Iterator

from delmos.lib.shingles import WORDS_IN_A_ROW, Alike, alike
from grants.domain.signals.finding import Finding, newest_cases
from grants.domain.signals.prints import AUDITOR, FILE, draw
from grants.enums import SignalKind
from grants.models import Application, ApplicationFile, TextPrint

MOST_CANDIDATES = 400
FEWEST_SHARED = 4
SHARE = 8  # at least one in so many of the samples
BANDS = 4  # a text that comes to be more alike by a band of these is found anew


def texts(application: Application) -> Iterator[Finding]:
    """Each answer or file that is largely the same as a text of another applicant: the one most alike of each."""
    own = draw(application)
    others = _candidates(application, own)
    best: dict[tuple[str, int], tuple[Alike, TextPrint, TextPrint]] = {}
    for mine in own:
        for theirs in others:
            if AUDITOR in (mine.source, theirs.source):
                continue
            found, key = alike(mine.hashes, theirs.hashes), (mine.source, theirs.application.organisation_id)
            if _is_much(found) and (key not in best or found.shared > best[key][0].shared):
                best[key] = found, mine, theirs
    for (source, organisation), (found, mine, theirs) in sorted(best.items(), key=lambda one: -one[1][0].shared):
        yield Finding(
            SignalKind.TEXT,
            (source, organisation, found.shared * BANDS // found.of),
            f"{_named(mine)} är till stor del ordagrant lika en text hos en annan sökande: {found.shared} av "
            f"{found.of} stickprov, vart och ett {WORDS_IN_A_ROW} ord i följd, finns i båda.",
            other=theirs.application_id,
        )


def same_files(application: Application) -> Iterator[Finding]:
    """A file that another applicant has sent as well, to the last byte."""
    shut = [question.key for question in application.form.form.sensitive]
    own = dict(
        ApplicationFile.objects.filter(application=application)
        .exclude(question__in=shut)
        .values_list("document", "name")
    )
    others = ApplicationFile.objects.filter(document__in=own).exclude(
        application__organisation=application.organisation_id
    )
    found = sorted(set(others.values_list("document", "application__organisation")[:MOST_CANDIDATES]))
    cases = newest_cases(organisation for _, organisation in found)
    for document, organisation in found:
        if organisation in cases:
            yield Finding(
                SignalKind.TEXT,
                ("same file", document, organisation),
                f"Bilagan {own[document]} är exakt samma fil som en annan sökande har skickat in.",
                other=cases[organisation],
            )


def auditors(application: Application) -> Iterator[Finding]:
    """The auditor that the form has asked for by name, named by another applicant too."""
    own = application.text_prints.filter(source=AUDITOR).exclude(hashes=[]).first()
    if own is None:
        return
    others = TextPrint.objects.filter(source=AUDITOR, hashes__overlap=own.hashes).exclude(
        application__organisation=application.organisation_id
    )
    named = others.values_list("application__organisation", flat=True)[:MOST_CANDIDATES]
    for organisation, pk in newest_cases(named).items():
        yield Finding(
            SignalKind.AUDITOR,
            (own.hashes[0], organisation),
            f"Sökanden anger {own.name} som revisor, och det gör en annan sökande också.",
            other=pk,
        )


def _candidates(application: Application, own: list[TextPrint]) -> list[TextPrint]:
    """The prints of other applicants that share at least one sampled sequence with these. One query."""
    sampled = sorted({found for mine in own if mine.source != AUDITOR for found in mine.hashes})
    if not sampled:
        return []
    alike_in_part = TextPrint.objects.filter(hashes__overlap=sampled).exclude(
        application__organisation=application.organisation_id
    )
    shown = ("source", "hashes", "application__organisation")
    return list(alike_in_part.order_by().select_related("application").only(*shown)[:MOST_CANDIDATES])


def _is_much(found: Alike) -> bool:
    return found.shared >= FEWEST_SHARED and found.shared * SHARE >= found.of


def _named(mine: TextPrint) -> str:
    return f"Bilagan {mine.name}" if mine.source.startswith(FILE) else f"Svaret på ”{mine.name}”"
