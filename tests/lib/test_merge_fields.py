"""Standing texts with merge fields: what they become, and what is refused."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delmos.lib.merge_fields import TextRefused, as_html, as_plain, check, fields_of

VALUES = {"belopp": "300 000 kr", "projekt": "Grannar & <vänner>"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ni får {{ belopp }}.", "<p>Ni får 300 000 kr.</p>"),
        ("Ni får {{belopp}}.", "<p>Ni får 300 000 kr.</p>"),
        ("Ni får **{{ belopp }}**.", "<p>Ni får <strong>300 000 kr</strong>.</p>"),
        ("Till {{ projekt }}.", "<p>Till Grannar &amp; &lt;vänner&gt;.</p>"),
        ("Det gäller. [22 §]", '<p>Det gäller. <span class="law">(22 §)</span></p>'),
        ("Ett.\n\nTvå.", "<p>Ett.</p>\n<p>Två.</p>"),
        ("Ett.\nTvå.", "<p>Ett.<br>Två.</p>"),
        ("Skriv\n- ett,\n- två.\nSkicka.", "<p>Skriv</p>\n<ul><li>ett,</li><li>två.</li></ul>\n<p>Skicka.</p>"),
        ("# Hur ni överklagar\nSkriv.", "<h2>Hur ni överklagar</h2>\n<p>Skriv.</p>"),
        ("# Ett\n# Två", "<h2>Ett</h2>\n<h2>Två</h2>"),
        ("Ett.\r\n\r\nTvå.", "<p>Ett.</p>\n<p>Två.</p>"),
        ("<b>fet</b>", "<p>&lt;b&gt;fet&lt;/b&gt;</p>"),
    ],
)
def test_a_text_becomes_html(text: str, html: str) -> None:
    assert as_html(text, VALUES) == html


def test_a_line_alone_has_no_paragraph() -> None:
    assert as_html("Beslut om {{ belopp }}", VALUES, inline=True) == "Beslut om 300 000 kr"


def test_a_line_without_marks_for_the_title_of_a_file() -> None:
    assert as_plain("**Beslut** om {{ projekt }} [2 §]", VALUES) == "Beslut om Grannar & <vänner> (2 §)"


@given(st.text(max_size=60))
def test_what_stands_in_a_value_is_shown_as_written_and_never_read_as_a_mark(value: str) -> None:
    html = as_html("A {{ projekt }} B", {"projekt": value})
    assert unescape(html) == f"<p>A {value} B</p>"
    assert html.count("<") == 2


def test_a_field_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="okänd"):
        as_html("{{ okänd }}", VALUES)


def test_the_fields_of_a_text() -> None:
    assert fields_of("{{ belopp }} till {{projekt}}, {{ belopp }}") == {"belopp", "projekt"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ summa }}", "Det finns inget fält som heter summa. Fälten här är belopp och projekt."),
        ("{{ belopp.real }}", "Klamrar används bara runt namnet på ett fält"),
        ("{{ belopp|safe }}", "Klamrar används bara runt namnet på ett fält"),
        ("{% if belopp %}", "Klamrar används bara runt namnet på ett fält"),
        ("{{ belopp }", "Klamrar används bara runt namnet på ett fält"),
        ("**fet", "Här saknas den ena"),
        ("[22 §", "Här saknas den ena"),
        ("22 §]", "Här saknas den ena"),
    ],
)
def test_what_is_not_whole_or_not_known_is_refused(text: str, why: str) -> None:
    with pytest.raises(TextRefused) as refused:
        check(text, {"belopp", "projekt"})
    assert why in str(refused.value)


def test_a_text_without_fields_says_that_it_has_none() -> None:
    with pytest.raises(TextRefused, match="Den här texten har inga fält"):
        check("{{ belopp }}", ())


def test_a_line_alone_is_one_line() -> None:
    with pytest.raises(TextRefused, match="en enda rad"):
        check("Ett\nTvå", (), inline=True)


def test_a_text_in_order_passes() -> None:
    check("# Rubrik\n\nNi får **{{ belopp }}**. [2 §]", {"belopp"})
