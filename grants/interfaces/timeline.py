"""The timeline as the page's component takes it."""

from collections.abc import Iterable

from django.urls import reverse

from grants.domain.queries.timeline import Moment


def entries(moments: Iterable[Moment], page: str, number: str) -> list[dict[str, object]]:
    """Each moment with the address of its document; ``page`` is the name of the page that serves documents."""
    return [
        {
            "when": moment.when,
            "title": moment.title,
            "text": moment.text,
            "actor": moment.actor,
            "url": reverse(page, args=[number, moment.serial]) if moment.serial else "",
            "link_text": f"Hämta handling {moment.serial}",
        }
        for moment in moments
    ]
