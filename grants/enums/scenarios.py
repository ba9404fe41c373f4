"""Scenarios: the rules of an allocation, and the proposals made by it."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class CutRule(TextChoices):
    """What is done with the first application that what is left of the frame does not reach."""

    LINE = "line", "Dra strecket där: ingen längre ner får bidrag"
    SKIP = "skip", "Gå förbi den och pröva nästa"
    REST = "rest", "Ge den det som är kvar, och dra strecket efter den"


class Ground(TextChoices):
    """Which rule of a scenario decided what one application gets."""

    WHOLE = "whole", "Hela det sökta beloppet"
    CAPPED = "capped", "Takbelopp"
    PART = "part", "Andel av det sökta"
    ROUNDED = "rounded", "Avrundat till hela tusental kronor"
    REST = "rest", "Det som var kvar av ramen"
    PROPOSED = "proposed", "Redan föreslaget"
    BELOW = "below", "Under lägsta resultat"
    COUNTY_FULL = "county_full", "Länets andel är fylld"
    KIND_FULL = "kind_full", "Sökandetypens andel är fylld"
    FRAME_FULL = "frame_full", "Ramen är slut"
    TOO_SMALL = "too_small", "Beloppet blir noll efter avrundning"


class ProposalOrderStatus(TextChoices):
    WAITING = "waiting", "Görs"
    DONE = "done", "Klar"
    REFUSED = "refused", "Hinder"
    FAILED = "failed", "Gick inte att göra"


PROPOSAL_ORDER_FACES: dict[ProposalOrderStatus, Face] = {
    ProposalOrderStatus.WAITING: Face("Förslagen lämnas nu", "Vi handlägger ansökan", "waiting"),
    ProposalOrderStatus.DONE: Face("Förslagen är lämnade", "Vi handlägger ansökan", "success"),
    ProposalOrderStatus.REFUSED: Face("Inga förslag är lämnade", "Vi handlägger ansökan", "warning"),
    ProposalOrderStatus.FAILED: Face("Gick inte att göra", "Vi handlägger ansökan", "danger"),
}
