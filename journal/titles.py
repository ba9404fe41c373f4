"""Titles that anybody may read: made of fixed words, so that they name no person and give nothing away.

Whatever else a title says is shown in the public diary only when a registrar has checked it.
"""

PUBLIC_TITLES = frozenset(
    {
        "Ansökan",
        "Begäran om allmän handling",
        "Begäran om komplettering",
        "Besked om intresseanmälan",
        "Beslut om avskrivning",
        "Beslut om utlämnande",
        "Beslutsbrev",
        "Beslutslista",
        "Följebrev",
        "Intresseanmälan",
        "Komplettering",
        "Kvitto på ansökan",
        "Kvitto på intresseanmälan",
        "Kommunicering",
        "Meddelande",
        "Protokoll över samlingsbeslut",
        "Slutredovisning",
        "Underrättelse om försening",
        "Yttrande",
        "Återkallelse",
    }
)
# What follows is the title of a call, which the agency has published.
PUBLIC_BEGINNINGS = (
    "Ansökan om statsbidrag: ",
    "Intresseanmälan och ansökan om statsbidrag: ",
    "Samlingsbeslut: ",
)
ATTACHMENT = "Bilaga"


def public_title(title: str) -> str:
    """What anybody may read of ``title``; nothing of one that may name somebody, such as the name of a file."""
    if title in PUBLIC_TITLES or title.startswith(PUBLIC_BEGINNINGS):
        return title
    return ATTACHMENT if title.startswith(f"{ATTACHMENT}: ") else ""
