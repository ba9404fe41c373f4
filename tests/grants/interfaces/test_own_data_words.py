"""What a person has done is told in words, whatever it was."""

import ast
from pathlib import Path

from grants.interfaces.own_data import ACTS
from grants.workflow import WORKFLOWS

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("accounts", "applicants", "grants", "journal", "reporting")


def recorded_by_name() -> set[str]:
    """Every event that some line of the portal records by its name; the rest follow from the workflow tables."""
    calls = (
        node
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "events.record" and len(node.args) > 1
    )
    return {str(call.args[1].value) for call in calls if isinstance(call.args[1], ast.Constant)}


def test_every_event_has_its_words() -> None:
    events = recorded_by_name() | {row.event for table in WORKFLOWS for row in table.transitions}
    assert sorted(events - set(ACTS)) == []
