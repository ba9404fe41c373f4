"""What a letter must say of itself to be archival and accessible at once, beyond what WeasyPrint writes.

WeasyPrint writes PDF/A-3a (ISO 19005-3) or PDF/UA-1 (ISO 14289-1). A letter from an agency is both, and the two do not
exclude each other: what is missing is the statement, and the scope of the headers of tables.
"""

from collections.abc import Iterator

import pydyf
from weasyprint.document import Document

# ISO 14289-1 § 5: how a file states that it is PDF/UA. ISO 19005-3 § 6.6.2.3: a property that PDF/A itself does not
# know is described in the file.
_IS_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"


def finish(_: Document, pdf: pydyf.PDF) -> None:
    """WeasyPrint's last step before the bytes (``finisher``). Raises ValueError when the file is not as expected."""
    _state_pdf_ua(pdf)
    _give_headers_their_scope(pdf)


def _state_pdf_ua(pdf: pydyf.PDF) -> None:
    metadata = next(found for found in pdf.objects if getattr(found, "extra", {}).get("Type") == "/Metadata")
    written = b"\n".join(metadata.stream)
    if _END not in written:
        raise ValueError("the metadata of the letter does not end as it should")
    metadata.stream = [written.replace(_END, _IS_PDF_UA + _END)]


def _give_headers_their_scope(pdf: pydyf.PDF) -> None:
    """A header in the head of a table is that of its column, any other that of its row (ISO 32000-1 § 14.8.5.7).

    WeasyPrint ties each cell to its headers by their identifiers; not every screen reader follows those.
    """
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            in_head = "/THead" in (parent.get("S") for parent in _parents(element, pdf))
            element["A"]["Scope"] = "/Column" if in_head else "/Row"


def _parents(element: pydyf.Dictionary, pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    while "P" in element:
        element = pdf.objects[int(element["P"].split()[0])]
        yield element
