"""The agency's seal: what it covers, and what breaks it. Real keys, real PDF, a real verifier."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from delmos.embedded.seal import VALID_FROM, ensure_seal
from delmos.lib.seal import SealBroken, Sealer
from tests.factories import a_pdf

LETTER = a_pdf("beslut").read()
AT = datetime(2026, 11, 22, tzinfo=UTC)


def a_sealer(folder: Path, name: str) -> Sealer:
    key_file, passphrase, trusted = ensure_seal(folder / name, name)
    return Sealer(key_file.read_bytes(), passphrase, trusted=trusted.read_bytes())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seals")


@pytest.fixture(scope="module")
def sealer(folder: Path) -> Sealer:
    return a_sealer(folder, "Delegationen")


@pytest.fixture(scope="module")
def sealed(sealer: Sealer) -> bytes:
    return sealer.seal(LETTER)


def test_the_sealed_file_begins_with_every_byte_of_the_letter(sealed: bytes) -> None:
    assert (sealed[: len(LETTER)], len(sealed) > len(LETTER)) == (LETTER, True)


def test_a_seal_that_holds_says_whose_it_is_and_when_it_was_set(sealer: Sealer, sealed: bytes) -> None:
    seal = sealer.verify(sealed, at=AT)
    assert (seal.name, seal.sealed_at.tzinfo, datetime.now(UTC) - seal.sealed_at < timedelta(minutes=10)) == (
        "Delegationen",
        UTC,
        True,
    )


def test_a_reader_is_told_that_the_file_is_certified_and_may_not_be_changed(sealed: bytes) -> None:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        found = (str(field.TU), str(field.V.SubFilter), int(field.V.Reference[0].TransformParams.P))
    assert found == ("Myndighetens elektroniska sigill", "/ETSI.CAdES.detached", 1)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda sealed: LETTER, id="no-seal"),
        pytest.param(lambda sealed: sealed.replace(b"595 842", b"595 843"), id="another-page"),
        pytest.param(lambda sealed: sealed[:-1], id="cut"),
        pytest.param(lambda sealed: sealed + b"x", id="something-after"),
        pytest.param(lambda sealed: b"not a PDF", id="not-a-pdf"),
        pytest.param(lambda sealed: b"", id="nothing"),
    ],
)
def test_a_file_that_is_not_as_it_was_sealed_is_refused(
    sealer: Sealer, sealed: bytes, spoil: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(SealBroken):
        sealer.verify(spoil(sealed), at=AT)


def test_a_letter_changed_after_the_seal_in_the_ways_of_pdf_is_refused(sealer: Sealer, sealed: bytes) -> None:
    """An incremental update: the signature still holds for the bytes it covers, which are not the whole file."""
    changed = BytesIO()
    with pikepdf.open(BytesIO(sealed)) as pdf:
        pdf.Root.Lang = pikepdf.String("sv")
        pdf.save(changed)
    with pytest.raises(SealBroken):
        sealer.verify(changed.getvalue(), at=AT)


def test_a_seal_of_somebody_else_is_refused(sealer: Sealer, folder: Path) -> None:
    stranger = a_sealer(folder, "Någon annan")
    with pytest.raises(SealBroken):
        sealer.verify(stranger.seal(LETTER), at=AT)


def test_a_seal_from_before_the_certificate_was_valid_is_refused(sealer: Sealer, sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        sealer.verify(sealed, at=VALID_FROM - timedelta(days=1))


def test_an_earlier_seal_still_holds_after_a_change_of_certificate(folder: Path, sealed: bytes) -> None:
    old, new = folder / "Delegationen", ensure_seal(folder / "Ny", "Delegationen")
    both = new[2].read_bytes() + (old / "trusted.pem").read_bytes()
    assert Sealer(new[0].read_bytes(), new[1], trusted=both).verify(sealed, at=AT).name == "Delegationen"


def test_a_wrong_passphrase_is_said_at_once(folder: Path) -> None:
    key_file, _, trusted = ensure_seal(folder / "Delegationen", "Delegationen")
    with pytest.raises(ValueError, match="Could not load key material"):
        Sealer(key_file.read_bytes(), "fel", trusted=trusted.read_bytes())


def test_the_key_is_made_once_and_for_its_owner_alone(folder: Path) -> None:
    first = ensure_seal(folder / "Delegationen", "Delegationen")[0].read_bytes()
    again, _, _ = ensure_seal(folder / "Delegationen", "Delegationen")
    assert (again.read_bytes() == first, oct((folder / "Delegationen").stat().st_mode & 0o777)) == (True, "0o700")
