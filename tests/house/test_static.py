"""What the browser is given: nothing inline, nothing from elsewhere, and colours everybody can read."""

import re
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings

from delmos.lib.faces import Tone

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STATIC = settings.BASE_DIR / "static"
STYLES = sorted((STATIC / "css").glob("*.css"))
TOKENS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", (STATIC / "css" / "tokens.css").read_text()))
TONES = get_args(Tone)

GROUNDED_INKS = [(ink, ink.removesuffix("-ink") + "-surface") for ink in TOKENS if ink.endswith("-ink")]
OTHER_INKS = [
    ("page-ink", "soft-surface"),
    ("soft-ink", "page-surface"),
    ("link", "page-surface"),
    ("link", "soft-surface"),
    ("link-hover", "page-surface"),
    ("link-hover", "soft-surface"),
    ("brand-ink-soft", "brand-surface"),
    ("brand-surface", "page-surface"),
    ("accent-ink", "page-surface"),
    *((f"tone-{tone}-ink", "page-surface") for tone in TONES),
    *(("page-ink", f"tone-{tone}-surface") for tone in TONES),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, from ``#rrggbb``."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two tokens, 1 to 21 (WCAG 2.2, 1.4.3)."""
    dark, light = sorted(luminance(TOKENS[name]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def markup(template: Path) -> str:
    """The template without its comments, which no browser sees."""
    return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", template.read_text(), flags=re.S)


def test_black_on_white_has_the_contrast_the_standard_gives_it(monkeypatch):
    monkeypatch.setitem(TOKENS, "black", "#000000")
    monkeypatch.setitem(TOKENS, "white", "#ffffff")
    assert contrast("black", "white") == pytest.approx(21)


@pytest.mark.parametrize(("ink", "surface"), [*GROUNDED_INKS, *OTHER_INKS])
def test_text_can_be_read_on_its_ground(ink, surface):
    assert contrast(ink, surface) >= 4.5


@pytest.mark.parametrize("surface", ["page-surface", "soft-surface"])
def test_the_edge_of_a_field_can_be_seen(surface):
    assert contrast("line-field", surface) >= 3


def test_every_tone_has_its_pair_of_tokens():
    assert {name for name in TOKENS if name.startswith("tone-")} == {
        f"tone-{tone}-{part}" for tone in TONES for part in ("ink", "surface")
    }


def test_every_tone_has_a_shape_of_its_own():
    assert re.findall(r'<symbol id="(\w+)"', (STATIC / "img" / "shapes.svg").read_text()) == list(TONES)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_style_sheet_uses_only_tokens_that_exist(style):
    defined = set(re.findall(r"--([\w-]+):", "".join(sheet.read_text() for sheet in STYLES)))
    used = set(re.findall(r"var\(--([\w-]+)", style.read_text()))
    assert {name for name in used - defined if not name.startswith("bs-")} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_has_no_inline_script_or_style(template):
    # The content security policy forbids them: what slipped in would silently not work.
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\s(?:style|on[a-z]+)=|javascript:", markup(template)) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_loads_nothing_from_elsewhere(template):
    loads = re.findall(r'<(?:link|script|img|iframe|source)\b[^>]*?\s(?:href|src)="([^"]*)"', markup(template))
    assert [address for address in loads if address.startswith(("http", "//"))] == []


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_style_sheet_loads_only_files_that_lie_here(style):
    loads = re.findall(r'url\("?([^")]+)"?\)', style.read_text())
    assert [address for address in loads if not (style.parent / address).resolve().is_relative_to(STATIC)] == []
    assert [address for address in loads if not (style.parent / address).is_file()] == []


def test_every_font_is_used_by_the_pages_and_stands_under_its_licence():
    named = set(re.findall(r"fonts/([\w-]+\.woff2)", (STATIC / "css" / "fonts.css").read_text()))
    assert named == {font.name for font in (STATIC / "fonts").glob("*.woff2")}
    assert "SIL Open Font License" in (STATIC / "fonts" / "OFL.txt").read_text()
