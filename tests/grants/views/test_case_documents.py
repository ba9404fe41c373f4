"""Handlingar: listed, read in the browser, saved; nothing that came from outside is ever run."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from grants.enums import ReportStatus
from journal.actors import SYSTEM
from journal.domain import cases, documents, uploads
from journal.enums import Direction
from journal.models import Reading, RegistryEntry
from tests import factories
from tests.factories import NOW
from tests.pages import browser, words

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def case(clock: Any) -> Any:
    return factories.report_at(ReportStatus.SUBMITTED).application


def url(name: str, case: Any, *more: Any) -> str:
    return reverse(name, args=[case.case.number, *more])


def entered(case: Any, content: bytes, content_type: str, title: str = "Brev", **more: Any) -> RegistryEntry:
    document = documents.store(content, content_type=content_type, by=SYSTEM, now=NOW)
    return cases.register(case.case, direction=Direction.IN, title=title, document=document, by=SYSTEM, now=NOW, **more)


def get(case: Any, name: str, entry: RegistryEntry) -> Any:
    return browser("dag").get(url(name, case, entry.serial))


def test_every_row_of_the_diary_is_listed_the_newest_first(case: Any) -> None:
    rows = browser("dag").get(url("documents", case)).context["rows"]
    serials = [row["entry"].serial for row in rows]
    assert serials == list(range(case.case.entries.count(), 0, -1))


def test_a_row_says_what_it_is_and_who_sees_it(case: Any) -> None:
    shown = words(browser("dag").get(url("documents", case)))
    name = case.organisation.name
    assert f"1 Ansökan Från {name} Inkommen 2 maj 2018 datafil (JSON)," in shown
    assert "Syns för sökanden Känsliga svar" in shown


def test_a_text_is_read_on_the_page_as_text(case: Any) -> None:
    entry = entered(case, f"Hej\n{SCRIPT}".encode(), "text/plain")
    html = get(case, "document_page", entry).content.decode()
    assert "<pre" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert SCRIPT not in html


def test_a_data_file_is_laid_out_line_by_line(case: Any) -> None:
    entry = entered(case, b'{"a":1,"b":"\xc3\xa5"}', "application/json")
    assert get(case, "document_page", entry).context["text"] == '{\n  "a": 1,\n  "b": "å"\n}'


@pytest.mark.parametrize("content", [b"{broken", b"\xff\xfe", b"[" * 5000])
def test_a_broken_data_file_is_shown_as_it_is(case: Any, content: bytes) -> None:
    response = get(case, "document_page", entered(case, content, "application/json"))
    assert (response.status_code, response.context["text"]) == (200, content.decode("utf-8", errors="replace"))


def test_a_long_text_is_cut_and_says_so(case: Any) -> None:
    response = get(case, "document_page", entered(case, b"a" * 200_001, "text/plain"))
    assert (len(response.context["text"]), response.context["whole"]) == (200_000, False)


def test_a_pdf_is_read_in_a_frame_of_our_own_page(case: Any) -> None:
    entry = entered(case, b"%PDF-1.7 x", "application/pdf")
    page = get(case, "document_page", entry)
    assert f'<iframe class="viewer" src="{url("document_shown", case, entry.serial)}"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_the_bytes_in_the_frame_load_nothing_and_are_framed_by_us_alone(case: Any) -> None:
    response = get(case, "document_shown", entered(case, b"%PDF-1.7 x", "application/pdf"))
    names = ("Content-Type", "X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy", "Cache-Control")
    assert {name: response[name] for name in names} == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        "Cache-Control": "private, no-store",
    }
    assert response["Content-Disposition"].startswith("inline")
    response.close()


@pytest.mark.parametrize(
    "content_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/plain", "application/json"]
)
def test_what_could_act_is_never_shown_as_it_is(case: Any, content_type: str) -> None:
    entry = entered(case, SCRIPT.encode(), content_type)
    assert get(case, "document_shown", entry).status_code == 404
    saved = get(case, "document", entry)
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["Content-Security-Policy"] == "sandbox; default-src 'none'"
    saved.close()


def test_a_page_of_web_code_is_saved_and_not_shown(case: Any) -> None:
    html = get(case, "document_page", entered(case, SCRIPT.encode(), "text/html")).content.decode()
    assert ("går inte att visa här" in html, SCRIPT in html) == (True, False)


def test_a_file_that_is_not_yet_checked_is_not_opened(case: Any, settings: Settings) -> None:
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"
    content = factories.a_pdf("okontrollerad").getvalue()
    taken = uploads.take_in("a.pdf", BytesIO(content), size=len(content), by=SYSTEM, now=NOW)
    entry = cases.register(
        case.case, direction=Direction.IN, title="Bilaga: a.pdf", document=taken.document, by=SYSTEM, now=NOW
    )
    page = get(case, "document_page", entry)
    assert ("<iframe" in page.content.decode(), "Kontrolleras mot virus." in words(page)) == (False, True)
    assert get(case, "document_shown", entry).status_code == 404


def test_one_leads_to_the_next_and_the_one_before(case: Any) -> None:
    last = case.case.entries.count()
    ends = {serial: browser("dag").get(url("document_page", case, serial)).context["beside"] for serial in (1, 2, last)}
    assert [(found.before, found.after) for found in ends.values()] == [(None, 2), (1, 3), (last - 1, None)]


def test_a_sensitive_text_is_opened_on_its_page_by_post(case: Any) -> None:
    dag, address = browser("dag"), url("document_page", case, 1)
    assert "respects_democracy" not in dag.get(address).content.decode()
    assert "respects_democracy" in dag.post(address).content.decode()
    assert [reading.part for reading in Reading.objects.all()] == ["document:1"]


def test_a_sensitive_pdf_is_opened_into_the_frame_by_post(case: Any) -> None:
    entry = entered(case, b"%PDF-1.7 x", "application/pdf", is_sensitive=True)
    dag, address = browser("dag"), url("document_shown", case, entry.serial)
    page = dag.get(url("document_page", case, entry.serial)).content.decode()
    assert f'action="{address}" target="visning"' in page
    assert dag.get(address)["Location"] == url("document_page", case, entry.serial)
    assert b"".join(dag.post(address)) == b"%PDF-1.7 x"
    assert [reading.part for reading in Reading.objects.all()] == [f"document:{entry.serial}"]


def test_a_secret_document_says_which_rule_it_is_marked_by(case: Any) -> None:
    entry = entered(case, b"Hemligt", "text/plain")
    RegistryEntry.objects.filter(pk=entry.pk).update(secrecy_rule="21 kap. 7 § OSL")
    shown = words(get(case, "document_page", entry))
    assert ("sekretessmarkerad enligt 21 kap. 7 § OSL" in shown, "Hemligt" in shown) == (True, False)


def test_a_post_for_a_document_that_is_not_sensitive_logs_nothing(case: Any) -> None:
    entry = entered(case, b"Hej", "text/plain")
    assert "Hej" in words(browser("dag").post(url("document_page", case, entry.serial)))
    assert Reading.objects.count() == 0


def test_a_row_without_a_document_says_so(case: Any) -> None:
    entry = cases.register(case.case, direction=Direction.IN, title="Besök", by=SYSTEM, now=NOW)
    assert "Raden i diariet har ingen fil." in words(get(case, "document_page", entry))


@pytest.mark.parametrize("name", ["document_page", "document", "document_shown"])
def test_an_unknown_number_is_not_there(case: Any, name: str) -> None:
    assert browser("dag").get(url(name, case, 999)).status_code == 404
