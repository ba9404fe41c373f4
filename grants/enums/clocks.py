"""What time runs for: completions, notices of delay, the clocks of a case."""

from django.db.models import TextChoices

from delmos.lib.faces import Face


class CompletionStatus(TextChoices):
    """How a request for completion stands. That it was not answered in time decides nothing by itself."""

    REQUESTED = "requested", "Väntar på svar"
    ANSWERED = "answered", "Besvarad"
    EXPIRED = "expired", "Inte besvarad i tid"


class DelayNoticeStatus(TextChoices):
    """How a notice of delay stands. A draft is never sent by itself."""

    DRAFT = "draft", "Utkast"
    SENT = "sent", "Skickad"
    NOT_NEEDED = "not_needed", "Behövs inte"


class ClockKind(TextChoices):
    """What a day that runs is about, in the order of a list."""

    ANSWER = "answer", "Begäran om avgörande"
    SIX_MONTHS = "six_months", "Sex månader"
    DELAY_NOTICE = "delay_notice", "Underrättelse om försening"
    PROMISED = "promised", "Tid som sökanden har fått besked om"
    COMPLETION = "completion", "Komplettering"
    COMMUNICATION = "communication", "Kommunicering"
    REPORT = "report", "Slutredovisning"
    HAND_OVER = "hand_over", "Överlämna överklagande"
    APPEAL = "appeal", "Tid för överklagande"
    INVITATION = "invitation", "Ansökan efter inbjudan"
    CALL_OPENS = "call_opens", "Utlysning öppnar"
    CALL_CLOSES = "call_closes", "Utlysning stänger"
    CALL_CLOSES_INVITED = "call_closes_invited", "Utlysning stänger för inbjudna"


class ClockState(TextChoices):
    """How near a day is, in the order of a list."""

    OVERDUE = "overdue", "Har passerat"
    TODAY = "today", "I dag"
    SOON = "soon", "Inom en vecka"
    LATER = "later", "Senare"


COMPLETION_FACES: dict[CompletionStatus, Face] = {
    CompletionStatus.REQUESTED: Face("Väntar på svar", "Vi väntar på ert svar", "waiting"),
    CompletionStatus.ANSWERED: Face("Besvarad", "Besvarad", "success"),
    CompletionStatus.EXPIRED: Face("Inte besvarad i tid", "Svarstiden har gått ut", "warning"),
}


DELAY_NOTICE_FACES: dict[DelayNoticeStatus, Face] = {
    DelayNoticeStatus.DRAFT: Face("Utkast, inte skickat", "Inte skickad", "waiting"),
    DelayNoticeStatus.SENT: Face("Skickad", "Skickad", "success"),
    DelayNoticeStatus.NOT_NEEDED: Face("Behövs inte", "Inte skickad", "neutral"),
}


CLOCK_STATE_FACES: dict[ClockState, Face] = {
    ClockState.OVERDUE: Face("Har passerat", "Har passerat", "danger"),
    ClockState.TODAY: Face("I dag", "I dag", "warning"),
    ClockState.SOON: Face("Inom en vecka", "Inom en vecka", "waiting"),
    ClockState.LATER: Face("Senare", "Senare", "neutral"),
}
