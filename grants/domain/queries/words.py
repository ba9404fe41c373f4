"""Words as people write them in a search box, for PostgreSQL's Swedish full-text search."""

import re

from django.contrib.postgres.search import SearchQuery

SWEDISH = "swedish"  # PostgreSQL's own configuration: it knows that "föreningar" and "förening" are one word
MOST_WORDS = 10


def words_query(text: str) -> SearchQuery:
    """Every word must be there, or the beginning of it: "segreg" finds "segregation"."""
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config=SWEDISH, search_type="raw")
