from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.text import slugify

from delmos.lib.workflow import Transition, Workflow
from grants.workflow import WORKFLOWS

FOLDER = Path("docs") / "processes"
HEADINGS = ("Steg", "Namn i koden", "Från", "Till", "Av", "Händelse", "Brev", "Regel")


class Command(BaseCommand):
    help = "Draw the process diagrams in docs/processes from the tables in grants.workflow."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in pages().items():
            path = settings.BASE_DIR / FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(str(FOLDER / name))


def pages() -> dict[str, str]:
    """The text of each page by file name: one per table."""
    return {f"{slugify(workflow.name)}.md": page(workflow) for workflow in WORKFLOWS}


def page(workflow: Workflow) -> str:
    """A table as a Markdown page in Swedish: the diagram, and under it every step with its event and rule."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(_row(workflow, step) for step in workflow.transitions)]
    return "\n".join(
        [
            f"# {workflow.name}",
            "",
            "Sidan skrivs av `manage.py draw_processes` ur `grants/workflow`. Ändra tabellen, inte sidan.",
            "",
            "```mermaid",
            workflow.mermaid().rstrip(),
            "```",
            "",
            *(f"| {' | '.join(row)} |" for row in rows),
            "",
        ]
    )


def _row(workflow: Workflow, step: Transition) -> tuple[str, ...]:
    sources = ", ".join(word for state, word in workflow.words.items() if state in step.sources)
    return (
        step.label,
        f"`{step.act}`",
        sources,
        workflow.words[step.target] if step.target else "oförändrat",
        step.by,
        f"`{step.event}`",
        step.letter or "–",
        str(step.law) if step.law else "–",
    )
