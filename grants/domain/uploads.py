"""What an uploaded file must pass before it is kept: it is what it says it is, and the virus scanner finds nothing."""

from typing import BinaryIO

import structlog
from django.conf import settings

from delmos.lib.refusal import Refused
from delmos.lib.scanning import Infected, ScannerDown, scan
from delmos.lib.uploads import Upload, UploadError, inspect_upload

# Below clamd's own limit (MaxScanTime, 120 s), at which it lets go of a file without having seen all of it.
SCAN_SECONDS = 30
INFECTED = (
    "Viruskontrollen hittade något skadligt i filen, så vi kan inte ta emot den. Resten av ansökan är sparad. "
    "Gör en ny kopia av filen på en dator utan virus och försök igen."
)
SCANNER_DOWN = "Vi kan inte kontrollera filer just nu. Försök igen om en stund; resten av ansökan är sparad."

log = structlog.get_logger(__name__)


def check_upload(name: str, content: BinaryIO, size: int) -> Upload:
    """What the file is, once it may be kept. ``content`` is left at its start.

    Raises Refused (field "file") for a file that is empty, too large, of a type that is not accepted or infected, and
    for every file while the scanner does not answer. Files are scanned where CLAMD_ADDRESS names a scanner, as it must
    in production.
    """
    try:
        upload = inspect_upload(name, content, size)
        if settings.CLAMD_ADDRESS:
            scan(content, address=settings.CLAMD_ADDRESS, timeout=SCAN_SECONDS)
    except UploadError as error:
        raise Refused(str(error), field="file") from error
    except Infected as error:
        # Neither the name of the file nor who sent it: a draft is the applicant's own space (INV-4).
        log.warning("upload_infected", signature=error.signature)
        raise Refused(INFECTED, field="file") from error
    except ScannerDown as error:
        log.error("scanner_down", reason=str(error))
        raise Refused(SCANNER_DOWN, field="file") from error
    return upload
