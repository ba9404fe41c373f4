"""The words of a PDF, for comparing texts: the text layer of its first pages. A scanned picture has none."""

import pypdfium2 as pdfium

MOST_PAGES = 30
MOST_CHARACTERS = 200_000


def text_of_pdf(content: bytes) -> str:
    """The text of the first pages, as far as the limits go; empty for a file that does not open or is locked."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return ""
    try:
        return _text(document)
    except pdfium.PdfiumError:
        return ""
    finally:
        document.close()


def _text(document: pdfium.PdfDocument) -> str:
    texts: list[str] = []
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        layer = page.get_textpage()
        texts.append(layer.get_text_bounded())
        layer.close()
        page.close()
        if sum(map(len, texts)) > MOST_CHARACTERS:
            break
    return "\n".join(texts)[:MOST_CHARACTERS]
