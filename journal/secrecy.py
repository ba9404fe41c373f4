"""The rules of secrecy that the agency meets most, as data: what a mark may name beside words of its own."""

from dataclasses import dataclass

ACT = "offentlighets- och sekretesslagen (2009:400)"


@dataclass(frozen=True, slots=True)
class SecrecyRule:
    """A rule of OSL: its ``section`` as it is cited there, and in short what it protects."""

    section: str
    protects: str

    @property
    def short(self) -> str:
        """As it is written on a mark and on a mask."""
        return f"{self.section} OSL"


PROTECTED_IDENTITY = SecrecyRule("21 kap. 3 §", "adress och kontaktuppgifter för den som förföljs eller hotas")
POPULATION_REGISTER = SecrecyRule("22 kap. 1 §", "uppgifter ur folkbokföringen, bland annat skyddad folkbokföring")
RULES: tuple[SecrecyRule, ...] = (
    SecrecyRule("17 kap. 1 §", "planering av inspektion, revision eller annan granskning"),
    SecrecyRule("18 kap. 1 §", "förundersökning i brottmål"),
    SecrecyRule("18 kap. 8 §", "säkerhets- eller bevakningsåtgärder"),
    SecrecyRule("19 kap. 3 §", "myndighetens egen upphandling"),
    SecrecyRule("21 kap. 1 §", "en enskilds hälsa eller sexualliv"),
    PROTECTED_IDENTITY,
    SecrecyRule("21 kap. 7 §", "personuppgifter som kan antas behandlas i strid med dataskyddsreglerna"),
    POPULATION_REGISTER,
    SecrecyRule("30 kap. 23 §", "en enskilds affärs- eller driftförhållanden i stödverksamhet"),
    SecrecyRule("31 kap. 16 §", "affärsförhållanden hos den som har en affärsförbindelse med myndigheten"),
    SecrecyRule("35 kap. 1 §", "en enskilds personliga förhållanden i utredning om brott"),
    SecrecyRule("39 kap. 3 §", "personuppgifter om myndighetens anställda"),
)
IDENTITY_RULES: tuple[SecrecyRule, ...] = (PROTECTED_IDENTITY, POPULATION_REGISTER)
