"""THE TABLE of signals: what each kind looks at, why that matters, where it is taken from, and how much it weighs."""

from dataclasses import dataclass

from grants.enums import SignalKind as K


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of signal. ``weight`` (1–3) orders a list, the heaviest first; it is never added up to a score."""

    code: K
    looks_at: str
    why: str
    source: str
    weight: int

    @property
    def title(self) -> str:
        return str(self.code.label)


KINDS: tuple[Kind, ...] = (
    Kind(
        K.ACCOUNT,
        looks_at="Betalkonton som sökanden har eller har haft, och andra sökandes.",
        why="Ett konto som två sökande delar kan betyda att pengarna går till någon annan än den som får bidraget.",
        source="Portalens betalkonton",
        weight=3,
    ),
    Kind(
        K.SIGNATORY,
        looks_at="Firmatecknare för sökanden, och för andra sökande.",
        why="Samma person bakom flera sökande kan betyda att samma verksamhet söker flera gånger. Ofta är det vanligt "
        "föreningsliv.",
        source="Portalens behörigheter",
        weight=2,
    ),
    Kind(
        K.TEXT,
        looks_at="Långa svar i ansökan och text i bilagor, jämfört med andra sökandes.",
        why="Samma text hos flera sökande kan betyda att projektet inte är sökandens eget, eller söks två gånger.",
        source="Ansökningarna i portalen",
        weight=3,
    ),
    Kind(
        K.OVERLAP,
        looks_at="Sökandens andra ansökningar och bidrag, med projekttid.",
        why="Samma kostnad får inte betalas två gånger av staten.",
        source="Ansökningar och beslut i portalen",
        weight=3,
    ),
    Kind(
        K.REPORTS,
        looks_at="Sökandens tidigare bidrag: om redovisningen kom i tid, och om pengar ska betalas tillbaka.",
        why="Den som inte har redovisat i tid kan ha svårt att göra det igen.",
        source="Slutredovisningar och bokföring i portalen",
        weight=2,
    ),
    Kind(
        K.BUDGET,
        looks_at="Varje kostnad, jämförd med samma kostnadsslag hos andra i utlysningen eller under förordningen.",
        why="En kostnad långt från andras kan vara fel räknad, eller för hög för det som ska göras.",
        source="Budgetar i portalen",
        weight=2,
    ),
    Kind(
        K.AUDITOR,
        looks_at="Revisorn som sökanden anger, där formuläret frågar om det, och andra sökandes.",
        why="En gemensam revisor är vanligt. Tillsammans med andra signaler kan det visa att sökande hör ihop.",
        source="Svar i ansökningarna",
        weight=1,
    ),
    Kind(
        K.ADDRESS,
        looks_at="Sökandens postadress, och andra sökandes.",
        why="Samma adress kan visa att sökande hör ihop. Föreningar delar ofta lokal.",
        source="Portalens uppgifter om organisationer",
        weight=1,
    ),
    Kind(
        K.NEWCOMER,
        looks_at="När verksamheten började, och om sökanden har sökt här förut.",
        why="Den som är ny har inte visat att den kan genomföra och redovisa ett projekt.",
        source="Sökandens svar och portalens uppgifter om organisationen",
        weight=1,
    ),
)
BY_CODE: dict[K, Kind] = {kind.code: kind for kind in KINDS}
