"""Calls: how they are made known, and where they stand."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class Stage(TextChoices):
    """The steps of a call: most have the application alone, some an expression of interest before it."""

    EXPRESSION = "expression", "Intresseanmälan"
    APPLICATION = "application", "Ansökan"


class AnnouncementKind(TextChoices):
    """What people are told of a call."""

    PUBLISHED = "published", "Ny utlysning"
    CANCELLED = "cancelled", "Inställd utlysning"


class CallStatus(TextChoices):
    DRAFT = "draft", "Utkast"
    PUBLISHED = "published", "Publicerad"
    CANCELLED = "cancelled", "Inställd"


class CallState(TextChoices):
    """How a public call stands in time, in the order of a list and as an address names it."""

    OPEN = "oppen", "Öppen"
    COMING = "kommande", "Kommande"
    INVITED = "inbjudna", "Öppen för inbjudna"
    CLOSED = "stangd", "Stängd"
    CANCELLED = "installd", "Inställd"


CALL_FACES: dict[CallStatus, Face] = {
    CallStatus.DRAFT: Face("Utkast", "Inte publicerad", "neutral"),
    CallStatus.PUBLISHED: Face("Publicerad", "Publicerad", "success"),
    CallStatus.CANCELLED: Face("Inställd", "Inställd", "danger"),
}


CALL_STATE_FACES: dict[CallState, Face] = {
    CallState.OPEN: Face("Öppen", "Öppen", "success"),
    CallState.COMING: Face("Kommande", "Kommande", "waiting"),
    CallState.INVITED: Face("Öppen för inbjudna", "Öppen för inbjudna", "active"),
    CallState.CLOSED: Face("Stängd", "Stängd", "neutral"),
    CallState.CANCELLED: CALL_FACES[CallStatus.CANCELLED],
}
