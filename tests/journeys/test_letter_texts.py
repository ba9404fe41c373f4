"""The lawyer writes what stands where nobody can appeal, is told of a wrong field, sees it in a letter, publishes it; a
decider draws a letter up with it, and leaves the names out of another.
"""

from collections.abc import Callable
from datetime import timedelta

import pypdfium2 as pdfium
import pytest
from django.utils import timezone

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.enums import LetterKind
from grants.letter_texts import BLOCKS
from grants.models import Application, Decision
from journal.domain import documents
from tests import factories
from tests.journeys.browser import Visitor

Visit = Callable[..., Visitor]
SENTENCE = "Ring oss gärna om ni undrar över beslutet."
WHOLE = BLOCKS[LetterKind.DECISION]["no_appeal"].default("") + f"\n\n{SENTENCE}"
PAGE = "/brevtexter/decision/no_appeal/"


@pytest.mark.django_db(transaction=True)
def test_a_new_text_reaches_the_next_letter(cast: dict[str, User], visit: Visit) -> None:
    now = timezone.now()
    arrived = now - timedelta(days=20)
    call = factories.a_call_that_closed(days_ago=5)
    application = factories.sign(factories.a_draft(call, now=arrived), now=arrived)
    assert application is not None
    factories.proposed(factories.assigned(application, now=arrived), now=now)
    factories.declare_no_conflict(application, "eva", now=now)
    factories.delegated(cast["eva"])
    the_lawyer_publishes_the_text(visit("lars"))
    the_lawyer_writes_a_condition(visit("lars", narrow=True))
    eva = visit("eva")
    the_decider_draws_the_letter_up(eva, application)
    assert (SENTENCE in text_of(application), "Eva Ek" in text_of(application)) == (True, True)
    the_decider_leaves_the_names_out(eva, application)
    assert (SENTENCE in text_of(application), "Eva Ek" in text_of(application)) == (True, False)


def the_lawyer_publishes_the_text(lars: Visitor) -> None:
    lars.go("/").press("Brevtexter").look("letter-texts")
    lars.go(PAGE).look()
    lars.write("Text", "Beslutet får inte överklagas till {{ rätten }}.").follow("Spara utkastet").look(
        "letter-text-wrong-field"
    )
    assert lars.sees("Det finns inget fält som heter rätten.")
    lars.write("Text", WHOLE).follow("Spara utkastet").look("letter-text")
    assert lars.sees("Utkastet är sparat.")
    url = lars.page.get_by_role("link", name="Påhittat ärende: avslag (PDF)").get_attribute("href")
    answer = lars.page.request.get(f"{lars.base_url}{url}")
    assert (answer.status, SENTENCE in words_of(answer.body())) == (200, True)
    lars.write("Gäller från", stockholm_date(timezone.now()).isoformat()).follow("Publicera texten").look()
    assert lars.sees("Texten är publicerad")


def the_lawyer_writes_a_condition(lars: Visitor) -> None:
    lars.go("/villkor/").look("conditions").press("Skriv ett nytt villkor").look()
    lars.write("Villkor", "Bjud in oss till en av träffarna.").choose("Ska alltid stå med")
    lars.follow("Spara villkoret").look()
    assert lars.sees("Bjud in oss till en av träffarna.")


def the_decider_draws_the_letter_up(eva: Visitor, application: Application) -> None:
    eva.go(f"/handlaggning/{application.case.number}/beslut/skriv/").look("compose-with-library")
    due = stockholm_date(timezone.now()) + timedelta(days=300)
    eva.write("Sista dag för slutredovisning", due.isoformat()).follow("Upprätta brevet").look()
    assert eva.sees("Brevet är upprättat.")


def the_decider_leaves_the_names_out(eva: Visitor, application: Application) -> None:
    eva.press("Tjänstemäns namn i det som skickas").look("officials")
    eva.write("Vilken risk är det?", factories.THREAT).follow("Utelämna namnen").look()
    the_decider_draws_the_letter_up(eva, application)
    assert eva.sees("Tjänstemäns namn är utelämnade i det som skickas.")


def text_of(application: Application) -> str:
    """What the newest letter says."""
    newest = Decision.objects.filter(application=application).latest("pk")
    return words_of(documents.read(newest.letter))


def words_of(content: bytes) -> str:
    pages = pdfium.PdfDocument(content)
    return " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())
