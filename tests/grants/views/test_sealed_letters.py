"""A decision's letter is handed out only while its seal holds."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from delmos.embedded.seal import ensure_seal
from delmos.lib.seal import Sealer
from grants.enums import DecisionStatus
from grants.interfaces import sealing
from grants.models import Decision
from journal.domain import documents
from tests import factories
from tests.factories import appeals
from tests.factories.registry import marked
from tests.pages import browser, words

pytestmark = pytest.mark.django_db
REFUSED = "Brevets sigill stämmer inte, så brevet lämnas inte ut."


@pytest.fixture
def sent() -> Decision:
    return appeals.opened_decision(factories.decision_at(DecisionStatus.DISPATCHED))


def addresses(decision: Decision) -> list[tuple[str, str]]:
    """Who fetches the letter, and where."""
    number = decision.application.case.number
    serial = decision.application.case.entries.latest("serial").serial
    return [
        ("eva", reverse("letter", args=[number])),
        ("dag", reverse("document", args=[number, serial])),
        ("anna", reverse("own_document", args=[number, serial])),
        ("rut", reverse("registry_document", args=[number, serial])),
    ]


def answers(decision: Decision) -> list[Any]:
    return [browser(person).get(url) for person, url in addresses(decision)]


def test_everybody_gets_the_very_same_sealed_bytes(sent: Decision) -> None:
    """INV-36."""
    letters = [b"".join(response) for response in answers(sent)]
    assert letters == [documents.read(sent.sent_letter)] * 4


def test_a_letter_whose_bytes_were_changed_in_the_store_is_not_handed_out(sent: Decision) -> None:
    path = Path(storages["documents"].path(sent.sent_letter.path))
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"595 842", b"595 843"))
    try:
        found = [(response.status_code, REFUSED in response.content.decode()) for response in answers(sent)]
    finally:
        path.write_bytes(kept)
    assert found == [(409, True)] * 4


def test_a_letter_with_the_seal_of_somebody_else_is_not_handed_out(
    sent: Decision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_file, passphrase, trusted = ensure_seal(tmp_path / "annan", "Någon annan")
    other = Sealer(key_file.read_bytes(), passphrase, trusted=trusted.read_bytes())
    monkeypatch.setattr(sealing, "sealer", lambda: other)
    assert [response.status_code for response in answers(sent)] == [409] * 4


def test_a_letter_that_is_marked_is_opened_as_a_document(sent: Decision) -> None:
    """INV-31: the page of the document logs who reads it."""
    entry = marked(appeals.the_letter(sent))
    number = sent.application.case.number
    response = browser("eva").get(reverse("letter", args=[number]))
    assert (response.status_code, response.url) == (302, reverse("document_page", args=[number, entry.serial]))


def test_a_dissent_that_is_marked_is_opened_as_a_document() -> None:
    dissent = factories.dissented(factories.a_call())
    marked(dissent.entry)
    read = words(browser("eva").get(reverse("decision", args=[dissent.decision.application.case.number])))
    assert f"Känslig handling. Öppna handling {dissent.entry.serial}" in read
    assert dissent.text not in read


def test_the_letter_that_waits_to_be_decided_has_no_seal_yet() -> None:
    decision = factories.decision_at(DecisionStatus.PREPARED)
    url = reverse("letter", args=[decision.application.case.number])
    assert b"".join(browser("eva").get(url)) == documents.read(decision.letter)
