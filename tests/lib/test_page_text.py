"""The words of a PDF: what its text layer says, and nothing when it does not open."""

from django.conf import settings

from delmos.lib.page_text import text_of_pdf
from delmos.lib.pdf import render_pdf
from tests.factories import a_pdf


def test_the_text_of_the_pages_is_read() -> None:
    html = "<html lang='sv'><head><title>T</title></head><body><p>Vi odlar ihop på gården.</p></body></html>"
    content = render_pdf(html, assets=settings.BASE_DIR / "static")
    assert "Vi odlar ihop på gården." in text_of_pdf(content)


def test_a_page_without_text_and_a_broken_file_give_none() -> None:
    assert text_of_pdf(a_pdf().getvalue()).strip() == ""
    assert text_of_pdf(b"%PDF-1.7 nothing") == ""
