"""The people of the demonstration, one per role, the same as in the tests."""

from dataclasses import dataclass
from typing import Literal

from accounts.enums import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to sign in as. ``what`` says in one sentence what the person does."""

    username: str
    name: str
    role_title: str
    what: str
    side: Literal["applicant", "staff"]
    roles: tuple[Role, ...] = ()


CAST: tuple[Person, ...] = (
    Person(
        "anna", "Anna Andersson", "Firmatecknare", "Skriver under för Föreningen Grannsamverkan Öster.", "applicant"
    ),
    Person("bo", "Bo Berg", "Ombud", "Fyller i ansökan för samma förening, men får inte skriva under.", "applicant"),
    Person(
        "cecilia", "Cecilia Ceder", "Firmatecknare", "Företräder Gävle kommun och ser bara dess ärenden.", "applicant"
    ),
    Person(
        "dag",
        "Dag Dahl",
        "Handläggare",
        "Skapar utlysningar, prövar ansökningar och föreslår beslut.",
        "staff",
        (Role.CASE_OFFICER,),
    ),
    Person("disa", "Disa Duvall", "Handläggare", "Tar över när Dag är jävig.", "staff", (Role.CASE_OFFICER,)),
    Person("eva", "Eva Ek", "Beslutsfattare", "Läser brevet och fattar beslut.", "staff", (Role.DECIDER,)),
    Person(
        "farah", "Farah Farsi", "Ekonom", "Kontrollerar konton och upprättar utbetalningar.", "staff", (Role.ECONOMIST,)
    ),
    Person("filip", "Filip Falk", "Ekonom", "Attesterar det som Farah har upprättat.", "staff", (Role.ECONOMIST,)),
    Person("gun", "Gun Gran", "Ledning", "Följer bidragen län för län.", "staff", (Role.MANAGER,)),
    Person(
        "lars",
        "Lars Lind",
        "Jurist",
        "Skriver brevens texter och villkoren, och ser dem i brev innan de gäller.",
        "staff",
        (Role.LAWYER,),
    ),
    Person(
        "rut",
        "Rut Rask",
        "Registrator",
        "Registrerar det som kommer in och fördelar ärenden.",
        "staff",
        (Role.REGISTRAR,),
    ),
    Person(
        "ines",
        "Ines Isaksson",
        "Extern bedömare",
        "Forskar om civilsamhället och bedömer de ansökningar som hon är inbjuden till.",
        "staff",
        (Role.ASSESSOR,),
    ),
)
