"""The drawn processes are those of the tables."""

from django.conf import settings

from grants.management.commands.draw_processes import FOLDER, pages


def test_the_pages_in_docs_are_what_the_tables_give() -> None:
    """Stale? Run ``manage.py draw_processes``."""
    folder = settings.BASE_DIR / FOLDER
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} == pages()


def test_every_step_of_every_table_is_on_its_page() -> None:
    drawn = "".join(pages().values())
    assert drawn.count("```mermaid") == 10
    assert "| Bifalla ansökan | `grant` | Beredd | Bifallen | beslutsfattare | `decision_made` | beslutsbrev |" in drawn
