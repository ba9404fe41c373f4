"""Downloads: whole or in part (RFC 9110), never rendered, never before the scanner has called the file clean."""

from io import BytesIO

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory
from pytest_django import Settings

from delmos.lib.refusal import Refused
from journal.actors import SYSTEM
from journal.domain import documents, uploads
from journal.interfaces.downloads import download
from journal.models import Document
from tests.factories import NOW, a_pdf

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 1000
SIZE = len(CONTENT)


@pytest.fixture
def document() -> Document:
    return documents.store(CONTENT, content_type="application/pdf", by=SYSTEM, now=NOW)


def fetch(document: Document, method: str = "GET", **headers: str) -> HttpResponseBase:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return download(RequestFactory().generic(method, "/", headers=names), document, "Brev å.pdf")


def body(response: HttpResponseBase) -> bytes:
    content = b"".join(response)
    response.close()
    return content


def test_a_whole_file_says_that_parts_can_be_had(document: Document) -> None:
    response = fetch(document)
    assert (response.status_code, response["Content-Length"], response["Accept-Ranges"], response["ETag"]) == (
        200,
        str(SIZE),
        "bytes",
        f'"{document.sha256}"',
    )
    assert body(response) == CONTENT


def test_a_file_is_saved_under_its_own_name_and_never_rendered(document: Document) -> None:
    response = fetch(document)
    assert {name: response[name] for name in ("Content-Disposition", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Disposition": "attachment; filename*=utf-8''Brev%20%C3%A5.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    response.close()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, SIZE - 1), ("bytes=-7", SIZE - 7, SIZE - 1)],
)
def test_a_part_is_sent_with_where_it_lies(document: Document, asked: str, first: int, last: int) -> None:
    response = fetch(document, range=asked)
    assert (response.status_code, response["Content-Range"], response["Content-Length"]) == (
        206,
        f"bytes {first}-{last}/{SIZE}",
        str(last - first + 1),
    )
    assert body(response) == CONTENT[first : last + 1]


def test_a_part_is_no_more_rendered_than_the_whole(document: Document) -> None:
    whole, part = fetch(document), fetch(document, range="bytes=0-9")
    differing = {"Content-Length", "Content-Range"}
    assert {name: part[name] for name in part.headers if name not in differing} == {
        name: whole[name] for name in whole.headers if name not in differing
    }
    whole.close()
    part.close()


def test_a_part_outside_the_file_is_told_the_size(document: Document) -> None:
    response = fetch(document, range=f"bytes={SIZE}-")
    assert (response.status_code, response["Content-Range"], body(response)) == (416, f"bytes */{SIZE}", b"")


@pytest.mark.parametrize("asked", ["bytes=5-4", "bytes=0-1,5-6", "rader=0-5"])
def test_what_is_no_single_range_gets_the_whole(document: Document, asked: str) -> None:
    response = fetch(document, range=asked)
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_download_goes_on_where_it_broke_off_when_the_file_is_the_same(document: Document) -> None:
    response = fetch(document, range="bytes=100-", if_range=f'"{document.sha256}"')
    assert (response.status_code, body(response)) == (206, CONTENT[100:])


@pytest.mark.parametrize("held", ['"another"', "Wed, 21 Oct 2015 07:28:00 GMT", "W/{tag}"])
def test_a_download_of_something_else_starts_again(document: Document, held: str) -> None:
    response = fetch(document, range="bytes=100-", if_range=held.format(tag=f'"{document.sha256}"'))
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_range_has_a_meaning_only_for_get(document: Document) -> None:
    response = fetch(document, "HEAD", range="bytes=0-9")
    assert (response.status_code, response["Content-Length"]) == (200, str(SIZE))
    response.close()


def test_no_part_of_an_unchecked_file_is_sent(settings: Settings) -> None:
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"
    content = BytesIO(a_pdf("okontrollerad").getvalue())
    taken = uploads.take_in("a.pdf", content, size=len(content.getvalue()), by=SYSTEM, now=NOW)
    with pytest.raises(Refused):
        fetch(taken.document, range="bytes=0-9")
