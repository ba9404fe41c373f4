from journal.models.case import Case, NumberSeries, RegistryEntry
from journal.models.document import Document
from journal.models.event import Event, EventStream

__all__ = ["Case", "Document", "Event", "EventStream", "NumberSeries", "RegistryEntry"]
