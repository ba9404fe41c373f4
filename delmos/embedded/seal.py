"""A seal for the demonstration and the tests: a key of the installation's own that nobody else trusts."""

import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from delmos.embedded.paths import private_folder

KEY_FILE, TRUST_FILE = "seal.p12", "trusted.pem"
PASSPHRASE = "demo"  # guards nothing: the key lies beside it
YEARS = timedelta(days=3650)
# The demonstration plays the year 2018, and its letters are sealed by a certificate that was valid then.
VALID_FROM = datetime(2018, 1, 1, tzinfo=UTC)


def ensure_seal(folder: Path, agency: str) -> tuple[Path, str, Path]:
    """The key file, its passphrase and the trusted certificates in ``folder``; made when they are not there.

    Two processes may come at once: each makes a folder of its own, and one of them gets the name.
    """
    if not folder.exists():
        private_folder(folder.parent)
        made = Path(tempfile.mkdtemp(dir=folder.parent))
        _make(made, agency)
        try:
            os.rename(made, folder)
        except OSError:
            shutil.rmtree(made)
    return folder / KEY_FILE, PASSPHRASE, folder / TRUST_FILE


def _make(folder: Path, agency: str) -> None:
    issuer_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer_name = _name(agency, "Utfärdare, bara för demonstration")
    issuer = _certificate(issuer_key, issuer_name, issuer_key, issuer_name, may_issue=True)
    certificate = _certificate(key, _name(agency, "Sigill, bara för demonstration"), issuer_key, issuer_name)
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    (folder / KEY_FILE).write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, certificate, [issuer], encryption)
    )
    (folder / TRUST_FILE).write_bytes(issuer.public_bytes(Encoding.PEM))


def _name(agency: str, what: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, agency),
            x509.NameAttribute(NameOID.COMMON_NAME, what),
        ]
    )


def _certificate(
    key: ec.EllipticCurvePrivateKey,
    name: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    issuer_name: x509.Name,
    *,
    may_issue: bool = False,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(datetime.now(UTC) + YEARS)
        .add_extension(_usage(may_issue=may_issue), critical=True)
        .add_extension(x509.BasicConstraints(ca=may_issue, path_length=None), critical=True)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, may_issue: bool) -> x509.KeyUsage:
    """An issuer signs certificates; a seal signs documents (RFC 5280 § 4.2.1.3)."""
    return x509.KeyUsage(
        digital_signature=not may_issue,
        content_commitment=not may_issue,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=may_issue,
        crl_sign=may_issue,
        encipher_only=False,
        decipher_only=False,
    )
