from journal.models.case import Case, NumberSeries, RegistryEntry, is_closed_by
from journal.models.document import Document
from journal.models.event import Event, EventStream
from journal.models.mail import Mail
from journal.models.notice import Notice
from journal.models.post import Post, PostItem
from journal.models.reading import Reading
from journal.models.scan import Scan
from journal.models.secrecy import SecrecyMark

__all__ = [
    "Case",
    "Document",
    "Event",
    "EventStream",
    "Mail",
    "Notice",
    "NumberSeries",
    "Post",
    "PostItem",
    "Reading",
    "RegistryEntry",
    "Scan",
    "SecrecyMark",
    "is_closed_by",
]
