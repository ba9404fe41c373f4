"""An uploaded file is hostile until its content says what it is: its name and its declared type prove nothing."""

import re
import struct
import zipfile
import zlib
from copy import copy
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO
from unicodedata import category, normalize

MAX_BYTES = 25 * 1024 * 1024
MAX_NAME_LENGTH = 120

MAX_ZIP_ENTRIES = 2_000
MAX_ZIP_DIRECTORY_BYTES = 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024  # what ClamAV scans of one file, by default
MAX_ZIP_RATIO = 100
# Small parts of an honest document may be nothing but repetition, so the ratio counts from here on.
RATIO_FREE_BYTES = 5 * 1024 * 1024
_MAX_PART_BYTES = 1024 * 1024

ACCEPTED = "PDF, PNG, JPEG, Word (docx), Excel (xlsx) eller OpenDocument (odt, ods)"


class UploadError(ValueError):
    """The file is not accepted. ``str()`` is a plain Swedish sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file that the portal accepts; ``extensions`` are without the dot, the usual one first."""

    label: str
    content_type: str
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """An accepted file: a name that is safe to show and to store, the type its content has, its extension ("pdf")."""

    safe_name: str
    content_type: str
    extension: str


_OOXML = "application/vnd.openxmlformats-officedocument"

PDF = Kind("PDF", "application/pdf", ("pdf",))
PNG = Kind("PNG", "image/png", ("png",))
JPEG = Kind("JPEG", "image/jpeg", ("jpg", "jpeg"))
DOCX = Kind("Word", f"{_OOXML}.wordprocessingml.document", ("docx",))
XLSX = Kind("Excel", f"{_OOXML}.spreadsheetml.sheet", ("xlsx",))
ODT = Kind("OpenDocument-text", "application/vnd.oasis.opendocument.text", ("odt",))
ODS = Kind("OpenDocument-kalkyl", "application/vnd.oasis.opendocument.spreadsheet", ("ods",))

# The first bytes that ISO 32000-1, ISO/IEC 15948 and ISO/IEC 10918-1 demand. A general table of file types knows more
# and is less sure: it lets the last bytes of an honest image speak for another type.
_SIGNATURES = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_LONGEST_SIGNATURE = 8
_OOXML_KINDS = (("word/", DOCX), ("xl/", XLSX))
_ODF_KINDS = (ODT, ODS)
_EXTENSIONS = {extension for kind in (PDF, PNG, JPEG, DOCX, XLSX, ODT, ODS) for extension in kind.extensions}

_ZIP_SIGNATURE = b"PK\x03\x04"
_ZIP_END = re.compile(b"PK\x05\x06")
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP_TAIL_BYTES = 22 + 0xFFFF  # the end record and the longest comment after it
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# All that zipfile raises on a damaged file: ValueError comes from offsets that lead outside it and from odd names.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
)
# VBA and its data, Excel 4 macro sheets, ActiveX controls; Basic and script libraries in OpenDocument; and an embedded
# document of the types that exist to carry macros.
_MACRO_PART = re.compile(
    r"vba(project\.bin|data\.xml)$|^xl/macrosheets/|/activex/|^(basic|scripts)/|\.(doc|dot|xls|xlt|xla|ppt|pot|pps)m$|\.xlsb$",
    re.IGNORECASE,
)

_PATH = re.compile(r".*[/\\]", re.DOTALL)
_RESERVED = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
# Control, format (bidi overrides, zero-width signs), surrogate and unassigned code points never belong in a name.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def inspect_upload(name: str, content: BinaryIO, size: int) -> Upload:
    """What the file ``name`` of ``size`` bytes is, told by its ``content``, which is left at its start.

    Accepted are PDF, PNG, JPEG, DOCX, XLSX, ODT and ODS up to MAX_BYTES, without macros. Raises UploadError for an
    empty or too large file, any other content, a name that says another type than the content, and a packed file that
    would unpack to more than it should.
    """
    _check_size(max(size, content.seek(0, SEEK_END)))
    content.seek(0)
    try:
        kind = _kind(content)
    finally:
        content.seek(0)
    safe = safe_name(name)
    extension = _extension(safe)
    if extension not in _EXTENSIONS:
        raise UploadError(f"Filens namn måste sluta på .{kind.extensions[0]}, eftersom innehållet är {kind.label}.")
    if extension not in kind.extensions:
        raise UploadError(
            f"Filens namn slutar på .{extension} men innehållet är {kind.label}. Spara om filen och försök igen."
        )
    return Upload(safe_name=safe, content_type=kind.content_type, extension=extension)


def safe_name(name: str) -> str:
    """``name`` without path, control and direction-changing signs, at most MAX_NAME_LENGTH long; å, ä and ö stay.

    The extension is kept in lower case. A name of which nothing remains becomes "fil".
    """
    visible = "".join(" " if sign.isspace() else sign for sign in normalize("NFC", name) if _stays(sign))
    last = _RESERVED.sub("_", _PATH.sub("", visible))
    tidy = _SPACES.sub(" ", last).strip(" .")
    stem, dot, extension = tidy.rpartition(".")
    if not stem:
        return tidy[:MAX_NAME_LENGTH] or "fil"
    ending = f"{dot}{extension.lower()}"[: MAX_NAME_LENGTH // 2]
    return f"{stem[: MAX_NAME_LENGTH - len(ending)].rstrip(' .')}{ending}"


def _stays(sign: str) -> bool:
    return sign in "\t\n\r" or category(sign) not in _INVISIBLE


def _extension(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else ""


def _check_size(size: int) -> None:
    if size == 0:
        raise UploadError("Filen är tom. Kontrollera att du har valt rätt fil.")
    if size > MAX_BYTES:
        raise UploadError(f"Filen är för stor. Den får vara högst {MAX_BYTES // 1024**2} MB.")


def _unknown() -> UploadError:
    return UploadError(f"Filens innehåll går inte att ta emot. Ladda upp {ACCEPTED}.")


def _kind(content: BinaryIO) -> Kind:
    start = content.read(_LONGEST_SIGNATURE)
    if start.startswith(_ZIP_SIGNATURE):
        return _packed_kind(content)
    for signature, kind in _SIGNATURES.items():
        if start.startswith(signature):
            return kind
    raise _unknown()


def _packed_kind(content: BinaryIO) -> Kind:
    """The kind of a file that is a zip container: an office document, or nothing that is accepted."""
    try:
        _check_directory(content)
        with zipfile.ZipFile(content) as archive:
            _check_unpacked(archive, content.seek(0, SEEK_END))
            _check_true_sizes(archive)
            kind = _ooxml_kind(archive) or _odf_kind(archive)
    except UploadError:
        raise
    except _BROKEN_ZIP as error:
        raise _unknown() from error
    if kind is None:
        raise _unknown()
    return kind


def _check_directory(content: BinaryIO) -> None:
    """Refuse a table of contents too long for an office document before it is read into memory as objects.

    ZIP64, which no document under MAX_BYTES needs, would state the length a second time and is refused.
    """
    content.seek(-min(_ZIP_TAIL_BYTES, content.seek(0, SEEK_END)), SEEK_END)
    tail = content.read()
    sizes = [int.from_bytes(tail[end.start() + 12 : end.start() + 16], "little") for end in _ZIP_END.finditer(tail)]
    if _ZIP64_LOCATOR in tail or max(sizes, default=0) > MAX_ZIP_DIRECTORY_BYTES:
        raise _unknown()


def _check_unpacked(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse what an honest office document never is: locked, ambiguous, or far larger than it seems."""
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UploadError("Filen är låst med lösenord. Ta bort lösenordet och försök igen.")
    unpacked = sum(part.file_size for part in parts)
    too_dense = unpacked > RATIO_FREE_BYTES and unpacked > packed * MAX_ZIP_RATIO
    if len(parts) > MAX_ZIP_ENTRIES or unpacked > MAX_UNPACKED_BYTES or too_dense:
        raise _bomb()
    if len(set(archive.namelist())) != len(parts) or any(part.compress_type not in _METHODS for part in parts):
        raise _unknown()
    if any(_MACRO_PART.search(part.filename) for part in parts):
        raise _macros()


def _check_true_sizes(archive: zipfile.ZipFile) -> None:
    """Refuse a part that unpacks to more than the table of contents says: the other limits believe the table.

    What the table says is within MAX_UNPACKED_BYTES, so no more than that is ever unpacked here, a piece at a time.
    """
    for part in archive.infolist():
        unlimited = copy(part)
        unlimited.file_size = MAX_UNPACKED_BYTES  # zipfile stops reading at what the table says
        with archive.open(unlimited) as content:
            while content.read(_MAX_PART_BYTES):
                if content.tell() > part.file_size:
                    raise _bomb()


def _bomb() -> UploadError:
    return UploadError(
        "Filen är packad så att den blir alldeles för stor när den öppnas. Spara om den, till exempel som PDF."
    )


def _ooxml_kind(archive: zipfile.ZipFile) -> Kind | None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names:
        return None
    types = _part(archive, "[Content_Types].xml")
    if any(word in types.lower() for word in (b"macroenabled", b"vbaproject")):
        raise _macros()
    for folder, kind in _OOXML_KINDS:  # The main part has no fixed name: some editors write word/document2.xml.
        if f"{kind.content_type}.main+xml".encode() in types and any(name.startswith(folder) for name in names):
            return kind
    return None


def _odf_kind(archive: zipfile.ZipFile) -> Kind | None:
    first = next(iter(archive.namelist()), "")
    if first != "mimetype":
        return None
    declared = _part(archive, first)
    return next((kind for kind in _ODF_KINDS if kind.content_type.encode() == declared), None)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MAX_PART_BYTES)


def _macros() -> UploadError:
    return UploadError("Filen innehåller makron och kan därför inte tas emot. Spara den utan makron eller som PDF.")
