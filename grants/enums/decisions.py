"""Decisions, one by one and together."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class BatchStatus(TextChoices):
    """How far a collective decision has come."""

    DRAWING_UP = "drawing_up", "Breven upprättas"
    READY = "ready", "Väntar på beslut"
    DECIDING = "deciding", "Besluten förs in"
    DECIDED = "decided", "Fattat"
    DISPATCHING = "dispatching", "Skickas"
    DISPATCHED = "dispatched", "Expedierat"
    CANCELLED = "cancelled", "Avbrutet"


class BatchItemStatus(TextChoices):
    """How far one case of a collective decision has come."""

    WAITING = "waiting", "Väntar på sitt brev"
    READY = "ready", "Brevet är upprättat"
    HINDERED = "hindered", "Hinder"
    TAKEN_OUT = "taken_out", "Ingår inte"
    DECIDED = "decided", "Beslut fattat"
    LEFT_OUT = "left_out", "Inte avgjort"
    DISPATCHED = "dispatched", "Skickat"


class DecisionKind(TextChoices):
    GRANT = "grant", "Bifall"
    PARTIAL_GRANT = "partial_grant", "Delvis bifall"
    REJECT = "reject", "Avslag"
    DISMISS = "dismiss", "Avvisning"


class DecisionStatus(TextChoices):
    PREPARED = "prepared", "Förslag med brev"
    REPLACED = "replaced", "Ersatt förslag"
    DECIDED = "decided", "Fattat"
    DISPATCHED = "dispatched", "Expedierat"
    ANNULLED = "annulled", "Upphävt"
    SUPERSEDED = "superseded", "Ersatt av nytt beslut"


class InstalmentCondition(TextChoices):
    """What must have happened before an instalment is paid."""

    NONE = "none", "Inget villkor"
    STATUS_REPORT = "status_report", "Godkänd lägesrapport"


DECISION_FACES: dict[DecisionStatus, Face] = {
    DecisionStatus.PREPARED: Face("Brevet är klart att besluta", "Inte beslutat", "waiting"),
    DecisionStatus.REPLACED: Face("Ersatt av ett nytt förslag", "Inte beslutat", "neutral"),
    DecisionStatus.DECIDED: Face("Beslut fattat, inte skickat", "Inte beslutat", "active"),
    DecisionStatus.DISPATCHED: Face("Expedierat", "Beslutat", "success"),
    DecisionStatus.ANNULLED: Face("Upphävt av domstol", "Upphävt av domstol", "danger"),
    DecisionStatus.SUPERSEDED: Face("Ersatt av ett nytt beslut", "Ersatt av ett nytt beslut", "neutral"),
}


BATCH_FACES: dict[BatchStatus, Face] = {
    BatchStatus.DRAWING_UP: Face("Breven upprättas", "Inte beslutat", "active"),
    BatchStatus.READY: Face("Väntar på beslut", "Inte beslutat", "waiting"),
    BatchStatus.DECIDING: Face("Besluten förs in", "Inte beslutat", "active"),
    BatchStatus.DECIDED: Face("Fattat, inte skickat", "Inte beslutat", "waiting"),
    BatchStatus.DISPATCHING: Face("Skickas nu", "Inte beslutat", "active"),
    BatchStatus.DISPATCHED: Face("Expedierat", "Beslutat", "success"),
    BatchStatus.CANCELLED: Face("Avbrutet", "Inte beslutat", "neutral"),
}


BATCH_ITEM_FACES: dict[BatchItemStatus, Face] = {
    BatchItemStatus.WAITING: Face("Väntar på sitt brev", "Inte beslutat", "neutral"),
    BatchItemStatus.READY: Face("Brevet är upprättat", "Inte beslutat", "waiting"),
    BatchItemStatus.HINDERED: Face("Hinder", "Inte beslutat", "warning"),
    BatchItemStatus.TAKEN_OUT: Face("Ingår inte", "Inte beslutat", "neutral"),
    BatchItemStatus.DECIDED: Face("Beslut fattat", "Inte beslutat", "active"),
    BatchItemStatus.LEFT_OUT: Face("Inte avgjort", "Inte beslutat", "danger"),
    BatchItemStatus.DISPATCHED: Face("Skickat", "Beslutat", "success"),
}
