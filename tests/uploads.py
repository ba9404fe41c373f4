"""Files from outside, and an installation with a real virus scanner, for the tests that need one."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.factories import a_pdf
from tests.scanner import EICAR, Clamd, running_clamd


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    """A real daemon that knows one signature, for as long as the module's tests run."""
    with running_clamd(tmp_path_factory.mktemp("clamd")) as found:
        yield found


@pytest.fixture
def scanned(clamd: Clamd, settings: Settings) -> Clamd:
    """An installation with a scanner."""
    settings.CLAMD_ADDRESS = clamd.tcp
    return clamd


@pytest.fixture
def scanner_down(settings: Settings, tmp_path: Path) -> str:
    """An installation whose scanner is gone. Its address."""
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.sock")
    return settings.CLAMD_ADDRESS


def infected(text: str = "smittad") -> BytesIO:
    """A PDF with the EICAR test file inside."""
    return BytesIO(a_pdf(text).getvalue() + EICAR)
