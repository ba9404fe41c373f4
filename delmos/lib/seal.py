"""The agency's electronic seal (elektronisk stämpel, eIDAS articles 35–40) on a PDF: set and verified, as PAdES B-B.

A seal is added after the bytes that it covers and changes none of them (ISO 32000-1 § 12.8, ETSI EN 319 142-1), so the
sealed file begins with exactly the file that was handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

FIELD, LABEL = "Sigill", "Myndighetens elektroniska sigill"
RESERVED = 16384  # room for the signature, in hexadecimal digits: measuring what it takes would cost a second signature


class SealBroken(Exception):
    """The file has no seal of the agency, or not one that holds: it may not be handed out as the agency's."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal that holds: the name in the certificate, and the moment (UTC) that the sealer's own clock gave."""

    name: str
    sealed_at: datetime


class Sealer:
    """Seals with one certificate and its key, and verifies against the certificates that are trusted."""

    def __init__(self, key_file: bytes, passphrase: str, *, trusted: bytes) -> None:
        """``key_file``: PKCS #12. ``trusted``: PEM, the issuers (or the certificates themselves) of this seal and of
        those used before it. Raises ValueError when the file or the passphrase is wrong.
        """
        self._signer = SimpleSigner.load_pkcs12_data(key_file, other_certs=[], passphrase=passphrase.encode())
        self._trusted = _certificates(trusted)

    @property
    def name(self) -> str:
        """What the certificate calls the sealing agency."""
        return _name(self._signer.signing_cert)

    def seal(self, content: bytes) -> bytes:
        """``content`` with the seal after it. No later change is allowed (DocMDP 1)."""
        about = PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            name=self.name,
            reason=LABEL,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        field = SigFieldSpec(FIELD, readable_field_name=LABEL)
        signer = PdfSigner(about, signer=self._signer, new_field_spec=field)
        room = IncrementalPdfFileWriter(BytesIO(content))
        sealed: bytes = signer.sign_pdf(room, bytes_reserved=RESERVED).getvalue()
        return sealed

    def verify(self, content: bytes, *, at: datetime) -> Seal:
        """The seal of ``content``, whose certificate was valid ``at`` (UTC), when the file was sealed.

        Raises SealBroken when there is no seal, when a byte differs, or when somebody else has set it.
        """
        try:
            seals = PdfFileReader(BytesIO(content)).embedded_signatures
            if len(seals) != 1:
                raise SealBroken(f"{len(seals)} seals")
            context = ValidationContext(trust_roots=self._trusted, allow_fetching=False, moment=at)
            status = validate_pdf_signature(seals[0], context)
        except (PdfError, ValueError, OSError) as error:
            raise SealBroken(str(error)) from error
        sealed_at = status.signer_reported_dt
        if not (status.bottom_line and sealed_at) or status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
            raise SealBroken(status.summary())
        return Seal(_name(status.signing_cert), sealed_at.astimezone(UTC))


def _certificates(content: bytes) -> Sequence[x509.Certificate]:
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]


def _name(certificate: x509.Certificate) -> str:
    name: str = certificate.subject.native.get("organization_name") or certificate.subject.native["common_name"]
    return name
