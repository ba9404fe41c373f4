"""Jäv: answers, questions and what is found of them."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class ConflictAnswer(TextChoices):
    NONE = "none", "Jag är inte jävig"
    CONFLICT = "conflict", "Jag är eller kan vara jävig"


class ConflictPoint(TextChoices):
    """The four grounds for jäv in 16 § first paragraph FL, in plain words. The last one is the general clause."""

    PARTY = "party", "Personen eller en närstående är part, eller kan påverkas av beslutet i en inte oväsentlig grad"
    REPRESENTATIVE = (
        "representative",
        "Personen eller en närstående företräder, eller har företrätt, en part eller någon annan som kan påverkas",
    )
    EARLIER_INSTANCE = (
        "earlier_instance",
        "Personen har redan tagit ställning i frågan hos en annan myndighet, vars beslut vi ska pröva",
    )
    OTHER = "other", "Något annat gör att personens opartiskhet kan ifrågasättas"


class ConflictStatus(TextChoices):
    """Where a question of jäv stands. ``IMMATERIAL`` is 16 § second paragraph FL: the jäv is disregarded."""

    OPEN = "open", "Väntar på prövning"
    UPHELD = "upheld", "Personen är jävig"
    NOT_UPHELD = "not_upheld", "Personen är inte jävig"
    IMMATERIAL = "immaterial", "Opartiskheten saknar uppenbart betydelse"


class ConflictOutcome(TextChoices):
    """What the agency finds when it tries a question of jäv (18 § FL)."""

    UPHELD = "upheld", "Personen är jävig och får inte ta del i ärendet"
    NOT_UPHELD = "not_upheld", "Personen är inte jävig"
    IMMATERIAL = "immaterial", "Det är uppenbart att frågan om opartiskhet saknar betydelse"


CONFLICT_FACES: dict[ConflictStatus, Face] = {
    ConflictStatus.OPEN: Face("Väntar på prövning", "Vi prövar frågan", "waiting"),
    ConflictStatus.UPHELD: Face("Jävig", "Jävig", "danger"),
    ConflictStatus.NOT_UPHELD: Face("Inte jävig", "Inte jävig", "success"),
    ConflictStatus.IMMATERIAL: Face("Saknar betydelse", "Saknar betydelse", "neutral"),
}
