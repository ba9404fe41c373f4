"""What an amount in the county table can mean."""

from django.db.models import TextChoices

from grants.enums import PostingKind


class Basis(TextChoices):
    """The basis of the county table: what is counted and summed."""

    GRANTED = "granted", "Beviljat"
    DISBURSED = "disbursed", "Utbetalt"
    NET = "net", "Netto"

    @property
    def heading(self) -> str:
        """What the table is a table of."""
        return _HEADINGS[self]

    @property
    def explanation(self) -> str:
        """What the amounts are, in a sentence for the reader of the table."""
        return _EXPLANATIONS[self]

    @property
    def counted(self) -> PostingKind:
        """The kind of posting whose grants are counted."""
        return PostingKind.GRANTED if self is Basis.GRANTED else PostingKind.DISBURSED

    @property
    def subtracted(self) -> PostingKind | None:
        """The kind of posting that is taken off the amount."""
        return _SUBTRACTED.get(self)


_SUBTRACTED: dict[Basis, PostingKind] = {
    Basis.GRANTED: PostingKind.WITHDRAWN,
    Basis.NET: PostingKind.REPAID,
}

_HEADINGS: dict[Basis, str] = {
    Basis.GRANTED: "Beviljade bidrag",
    Basis.DISBURSED: "Utbetalda bidrag",
    Basis.NET: "Utbetalda bidrag minus återbetalningar",
}

_EXPLANATIONS: dict[Basis, str] = {
    Basis.GRANTED: "Beviljade belopp minus belopp som senare har upphävts.",
    Basis.DISBURSED: "Belopp som har betalats ut.",
    Basis.NET: "Utbetalda belopp minus belopp som har betalats tillbaka.",
}
