"""How verbs are written: who and when are named arguments, no clock is read, no fraction comes near money."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOMS_WITH_VERBS = ("journal", "accounts", "applicants", "grants", "reporting")
# Takes ``by`` to authorise, but writes nothing that has a time.
WITHOUT_TIME = {"grants.domain.calls.lock_draft"}
CLOCKS = {"now", "today", "utcnow", "localtime", "localdate", "time", "time_ns", "monotonic"}
CLOCK_OWNERS = {"timezone", "datetime", "date", "time"}


def public_functions(room: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    domain = importlib.import_module(f"{room}.domain")
    for found in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__}.{name}", thing


VERBS = {
    name: function
    for room in ROOMS_WITH_VERBS
    for name, function in public_functions(room)
    if "by" in inspect.signature(function).parameters
}


def test_there_are_verbs_to_look_at() -> None:
    assert {"grants.domain.decisions.decide", "grants.domain.drafts.sign", "journal.domain.events.record"} <= set(VERBS)


@pytest.mark.parametrize("name", sorted(VERBS))
def test_who_and_when_are_given_by_name(name: str) -> None:
    parameters = inspect.signature(VERBS[name]).parameters
    assert parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY
    if name not in WITHOUT_TIME:
        assert parameters["now"].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters["now"].default is inspect.Parameter.empty


@pytest.mark.parametrize("name", sorted(VERBS))
def test_a_verb_says_what_it_does(name: str) -> None:
    assert inspect.getdoc(VERBS[name])


def sources() -> list[Path]:
    """Every file that may neither read a clock nor reckon in fractions: verbs, rules, tables and shelves."""
    root = settings.BASE_DIR
    folders = [root / room / "domain" for room in ROOMS_WITH_VERBS] + [
        root / "delmos" / "lib",
        root / "grants" / "ordinances",
        root / "grants" / "workflow",
        root / "grants" / "policies",
    ]
    inside = [path for folder in folders for path in folder.rglob("*.py")]
    alone = [root / room / name for room in ROOMS_WITH_VERBS for name in ("policies.py", "permissions.py")]
    beside = [path for path in (root / "grants").glob("*.py") if path.name != "tasks.py"]
    return sorted({*inside, *filter(Path.exists, alone), *beside})


def relative(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def clock_reads(path: Path) -> list[str]:
    """Calls such as ``timezone.now()`` and ``date.today()``."""
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return [
        ast.unparse(call)
        for call in calls
        if isinstance(call, ast.Attribute)
        and call.attr in CLOCKS
        and ast.unparse(call.value).split(".")[-1] in CLOCK_OWNERS
    ]


def fractions(path: Path) -> list[str]:
    """Float literals, ``float`` itself, and true division of numbers."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        named = isinstance(node, ast.Name) and node.id in {"float", "Decimal"}
        divided = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and "files(" not in ast.unparse(node)
        if literal or named or divided:
            found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_no_clock_is_read(path: Path) -> None:
    assert clock_reads(path) == []


MONEY = [
    path
    for path in sources()
    if {"domain", "policies"} & set(path.parts) or path.name in {"money.py", "policies.py", "questions.py"}
]


@pytest.mark.parametrize("path", MONEY, ids=relative)
def test_no_fraction_comes_near_money(path: Path) -> None:
    assert fractions(path) == []


def test_the_searches_find_what_they_look_for(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("a = timezone.now()\nb = datetime.date.today()\nc = 0.5\nd = a / b\ne = float(c)\n")
    assert clock_reads(path) == ["timezone.now", "datetime.date.today"]
    assert sorted(fractions(path)) == ["0.5", "a / b", "float"]


# Who may know that drafts exist (INV-4): the applicant's own pages, the step that takes a signed draft in, and two
# tasks of the portal's own: one tells an applicant of a rejected file, one removes old versions.
KNOW_DRAFTS = [
    "grants/domain/applications.py",
    "grants/domain/attachments.py",
    "grants/domain/comments.py",
    "grants/domain/copying.py",
    "grants/domain/culling.py",
    "grants/domain/drafts.py",
    "grants/domain/expressions.py",
    "grants/domain/form_moves.py",
    "grants/domain/presence.py",
    "grants/domain/problems.py",
    "grants/domain/queries/drafts.py",
    "grants/domain/rejections.py",
    "grants/domain/revisions.py",
    "grants/domain/saving.py",
    "grants/domain/signatures.py",
    "grants/interfaces/draft_history.py",
    "grants/interfaces/drafts_as_pdf.py",
    "grants/models/__init__.py",
    "grants/models/comment.py",
    "grants/models/revision.py",
]
APPLICANTS_PAGES = ("grants/views/draft", "grants/views/signing")


DRAFTS = {"Draft", "DraftComment", "DraftFile", "DraftRevision"}


def imports_drafts(path: Path) -> bool:
    imported = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    return any(
        alias.name in {"Draft", "DraftComment", "DraftFile", "DraftRevision"}
        for node in imported
        for alias in node.names
    )


def test_nothing_on_the_side_of_the_agency_knows_drafts() -> None:
    """INV-4. The demonstration writes drafts as the applicants it plays."""
    rooms = ("journal", "accounts", "applicants", "grants", "reporting")
    files = [path for room in rooms for path in (settings.BASE_DIR / room).rglob("*.py")]
    known = sorted(relative(path) for path in files if imports_drafts(path))
    assert [name for name in known if not name.startswith(APPLICANTS_PAGES)] == KNOW_DRAFTS
