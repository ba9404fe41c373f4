"""Nobody is searched for by what a check says of them: no query selects on its result or note (INV-30).

SFS 2024:488 10 § forbids it for the democracy condition. The rule here is wider, and simple enough to hold: what a
check says is reached from its own case alone, all of them at a time.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from grants.models import Check
from grants.ordinances import VERSIONS
from grants.ordinances.profile import OrdinanceVersion
from tests.database import ROOMS

# What may be asked of the checks of one case, and of the table: nothing that narrows or sorts by what they say.
ALLOWED = {"create", "select_related", "order_by", "count"}
LOOKUP = re.compile(r"(^|__)checks?__")
SENSITIVE = {"democracy_condition", "democratic_values"}


def sources() -> Iterator[Path]:
    for room in (*ROOMS, "delmos"):
        yield from (path for path in (settings.BASE_DIR / room).rglob("*.py") if "migrations" not in path.parts)


def asked_of_checks(tree: ast.AST) -> Iterator[str]:
    """The methods called on ``Check.objects`` and on the ``checks`` of an application, and lookups through them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_checks(node.value):
            yield node.attr
        if isinstance(node, ast.keyword) and node.arg and LOOKUP.search(node.arg):
            yield node.arg
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and LOOKUP.search(node.value):
            yield node.value


def is_checks(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    of_model = isinstance(node.value, ast.Name) and (node.value.id, node.attr) == ("Check", "objects")
    return of_model or (node.attr == "checks" and isinstance(node.value, ast.Name) and node.value.id == "application")


def test_no_query_selects_on_what_a_check_says() -> None:
    found = {
        f"{path.relative_to(settings.BASE_DIR)}: {asked}"
        for path in sources()
        for asked in asked_of_checks(ast.parse(path.read_text()))
        if asked not in ALLOWED
    }
    assert found == set()


def test_the_search_finds_what_it_looks_for() -> None:
    wrong = "Check.objects.filter(a=1)\napplication.checks.exclude(note='')\nQ(checks__note='x')\nF('checks__note')"
    assert sorted(asked_of_checks(ast.parse(wrong))) == ["checks__note", "checks__note", "exclude", "filter"]


def test_no_index_stands_on_them() -> None:
    indexed = {name for index in Check._meta.indexes for name in index.fields}
    assert indexed & {"requirement", "result", "note", "source"} == set()
    assert [name for name in ("requirement", "result", "note", "source") if Check._meta.get_field(name).db_index] == []


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
def test_the_democracy_demands_are_marked(version: OrdinanceVersion) -> None:
    marked = {found.code for found in version.requirements if found.sensitive}
    assert marked == SENSITIVE & {found.code for found in version.requirements}
