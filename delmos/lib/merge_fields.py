"""Standing texts with merge fields: what a person writes, made HTML without anything of it being run.

A text has paragraphs (an empty line between them), points (``- ``), headings (``# ``), words in bold (``**so**``), the
law in square brackets and fields (``{{ belopp }}``). There is nothing else: no tags, no attributes, no expressions.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Literal

_FIELD = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")
_MARKED = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\[(?P<law>[^\[\]]+)\]")
_APART = re.compile(r"\n[ \t]*\n\s*")
_POINT, _HEADING = "- ", "# "

Kind = Literal["heading", "points", "paragraph"]


class TextRefused(ValueError):
    """The text cannot be a standing text; the message is a sentence for whoever wrote it."""


def fields_of(text: str) -> set[str]:
    """The names of the fields that the text uses."""
    return set(_FIELD.findall(text))


def check(text: str, known: Iterable[str], *, inline: bool = False) -> None:
    """Raise TextRefused for a field that is not ``known`` or a mark that is not whole; ``inline``: one line alone."""
    known = sorted(known)
    for name in sorted(fields_of(text) - set(known)):
        there_are = f"Fälten här är {_listed(known)}." if known else "Den här texten har inga fält."
        raise TextRefused(f"Det finns inget fält som heter {name}. {there_are}")
    bare = _FIELD.sub("x", text)
    if "{" in bare or "}" in bare:
        raise TextRefused("Klamrar används bara runt namnet på ett fält, till exempel {{ diarienummer }}.")
    left = _MARKED.sub("", bare)
    if "**" in left:
        raise TextRefused("Två stjärnor börjar och två stjärnor slutar fet text. Här saknas den ena.")
    if "[" in left or "]" in left:
        raise TextRefused("Lagrum står mellan två hakparenteser. Här saknas den ena.")
    if inline and "\n" in text.strip():
        raise TextRefused("Den här texten är en enda rad.")


def as_html(text: str, values: Mapping[str, str], *, inline: bool = False) -> str:
    """The text as HTML. ``values`` are text, never markup: whatever stands in them is shown as it is written.

    Raises KeyError for a field without a value.
    """
    if inline:
        return _words(text.strip(), values)
    return "\n".join(_block(kind, lines, values) for kind, lines in _blocks(text))


def as_plain(text: str, values: Mapping[str, str]) -> str:
    """The text of one line without marks, as the title of a file has it. Raises KeyError as `as_html` does."""
    bare = _MARKED.sub(lambda found: found["strong"] or f"({found['law']})", text.strip())
    return _FIELD.sub(lambda found: values[found[1]], bare)


def _blocks(text: str) -> Iterator[tuple[Kind, list[str]]]:
    """The text cut where a line is of another kind than the one before it, or an empty line stands between."""
    for part in _APART.split(text.replace("\r\n", "\n").strip()):
        block: tuple[Kind, list[str]] | None = None
        for line in part.split("\n"):
            kind, words = _kind_of(line.strip())
            if block and block[0] == kind != "heading":
                block[1].append(words)
                continue
            if block:
                yield block
            block = (kind, [words])
        if block:
            yield block


def _kind_of(line: str) -> tuple[Kind, str]:
    if line.startswith(_POINT):
        return "points", line.removeprefix(_POINT)
    if line.startswith(_HEADING):
        return "heading", line.removeprefix(_HEADING)
    return "paragraph", line


def _block(kind: Kind, lines: list[str], values: Mapping[str, str]) -> str:
    words = [_words(line, values) for line in lines]
    if kind == "heading":
        return f"<h2>{words[0]}</h2>"
    if kind == "points":
        return "<ul>" + "".join(f"<li>{point}</li>" for point in words) + "</ul>"
    return f"<p>{'<br>'.join(words)}</p>"


def _words(text: str, values: Mapping[str, str]) -> str:
    """A line: its marks are those of the text itself, since the values come in after them and escaped."""
    found, end = [], 0
    for mark in _MARKED.finditer(text):
        found.append(_filled(text[end : mark.start()], values))
        if mark["strong"]:
            found.append(f"<strong>{_filled(mark['strong'], values)}</strong>")
        else:
            found.append(f'<span class="law">({_filled(mark["law"], values)})</span>')
        end = mark.end()
    return "".join([*found, _filled(text[end:], values)])


def _filled(text: str, values: Mapping[str, str]) -> str:
    found, end = [], 0
    for field in _FIELD.finditer(text):
        found += [escape(text[end : field.start()]), escape(values[field[1]])]
        end = field.end()
    return "".join([*found, escape(text[end:])])


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" och {names[-1]}" if len(names) > 1 else names[0]
