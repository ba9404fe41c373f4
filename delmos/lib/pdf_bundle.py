"""Many documents as one PDF: a front that says what follows, the pages in order with bookmarks, the rest attached.

Nothing is held in memory but one document at a time: the pages go to files in stretches, and are joined from there.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, BinaryIO

import pikepdf

STRETCH = 20  # documents that are open at the same time
MOST_FRONTS = 3
CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to put in. ``title`` is its bookmark, ``name`` what its file is called when it is attached.

    ``open`` gives its bytes, or None when nobody may open it.
    """

    title: str
    name: str
    is_pdf: bool
    open: Callable[[], IO[bytes] | None]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a paper stands: on ``pages`` pages from page ``first``, else attached as a file, else left out."""

    paper: Paper
    first: int = 0
    pages: int = 0
    attached: bool = False


# Draws the front, as a tagged PDF, from where everything stands.
Front = Callable[[list[Placed]], bytes]


def write_bundle(
    target: BinaryIO, papers: Iterable[Paper], *, front: Front, title: str, told: Callable[[int], None]
) -> list[Placed]:
    """Write the bundle to ``target`` and say where each paper stands. ``told`` hears after each how many are in.

    The front keeps its tags; the pages after it have none to keep, since the tags of many documents cannot be joined.
    A PDF that cannot be read is attached as it is.
    """
    with TemporaryDirectory() as folder:
        gathered = _Gathered(Path(folder))
        placed = [_told(gathered.put(paper), number, told) for number, paper in enumerate(papers, start=1)]
        stretches = gathered.close()
        first, content = _numbered(placed, front)
        with ExitStack() as stack:
            pdf = stack.enter_context(pikepdf.open(_as_file(folder, content)))
            for path in stretches:
                pdf.pages.extend(stack.enter_context(pikepdf.open(path)).pages)
            for name, path in gathered.attached:
                pdf.attachments[name] = pikepdf.AttachedFileSpec.from_filepath(pdf, path)
            _finish(pdf, first, title)
            pdf.save(target)
        return first


def _told(placed: Placed, number: int, told: Callable[[int], None]) -> Placed:
    told(number)
    return placed


class _Gathered:
    """The pages and files so far, on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.attached = folder, list[tuple[str, Path]]()
        self._stretches, self._open, self._stack, self._count = list[Path](), pikepdf.new(), ExitStack(), 0

    def put(self, paper: Paper) -> Placed:
        """Take the paper in: its pages, or its file."""
        content = paper.open()
        if content is None:
            return Placed(paper)
        path = self.folder / f"paper-{len(self._stretches)}-{self._count}-{len(self.attached)}"
        with content, path.open("wb") as kept:
            while chunk := content.read(CHUNK_BYTES):
                kept.write(chunk)
        pages = self._pages(path) if paper.is_pdf else 0
        if not pages:
            self.attached.append((paper.name, path))
        return Placed(paper, pages=pages, attached=not pages)

    def close(self) -> list[Path]:
        """The stretches of pages, in order."""
        if self._count:
            self._cut()
        self._stack.close()
        return self._stretches

    def _pages(self, path: Path) -> int:
        try:
            source = self._stack.enter_context(pikepdf.open(path))
            pages = len(source.pages)
            _flatten(source)
            for page in source.pages:
                _strip(page)
            self._open.pages.extend(source.pages)
        except pikepdf.PdfError:  # broken, or locked with a password
            return 0
        self._count += 1
        if self._count == STRETCH:
            self._cut()
        return pages

    def _cut(self) -> None:
        path = self.folder / f"stretch-{len(self._stretches)}.pdf"
        self._open.save(path)
        self._open.close()
        self._stack.close()
        self._stretches.append(path)
        self._open, self._stack, self._count = pikepdf.new(), ExitStack(), 0


def _flatten(source: pikepdf.Pdf) -> None:
    """Make filled-in fields, stamps and notes a part of their pages: they are what the document says as well."""
    source.generate_appearance_streams()
    source.flatten_annotations("all")


def _strip(page: pikepdf.Page) -> None:
    """Take off what points into the document that the page came from: its tags, its actions and its form fields."""
    for name in ("/StructParents", "/AA", "/Tabs"):
        if name in page.obj:
            del page.obj[name]
    if "/Annots" in page.obj:
        del page.obj["/Annots"]


def _numbered(placed: list[Placed], front: Front) -> tuple[list[Placed], bytes]:
    """The front with the numbers of the pages that it says, which depend on how long it is itself."""
    content, length = b"", 1
    for _ in range(MOST_FRONTS):
        numbered = _from(placed, length + 1)
        content = front(numbered)
        with pikepdf.open(BytesIO(content)) as drawn:
            if len(drawn.pages) == length:
                return numbered, content
            length = len(drawn.pages)
    raise ValueError("the front does not come to rest")


def _from(placed: list[Placed], page: int) -> list[Placed]:
    numbered = []
    for one in placed:
        numbered.append(replace(one, first=page) if one.pages else one)
        page += one.pages
    return numbered


def _finish(pdf: pikepdf.Pdf, placed: list[Placed], title: str) -> None:
    """Bookmarks and a title. What the front claims of itself as an archival file does not hold for the whole."""
    with pdf.open_outline() as outline:
        outline.root[:] = [pikepdf.OutlineItem("Följebrev och innehåll", 0)]
        outline.root.extend(pikepdf.OutlineItem(one.paper.title, one.first - 1) for one in placed if one.pages)
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
    if "/Metadata" in pdf.Root:
        del pdf.Root["/Metadata"]
    pdf.docinfo["/Title"] = title


def _as_file(folder: str, content: bytes) -> Path:
    path = Path(folder) / "front.pdf"
    path.write_bytes(content)
    return path
