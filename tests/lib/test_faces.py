from typing import get_args

import pytest

from delmos.lib.faces import SHAPES, Face, Tone


def test_every_tone_has_a_shape_of_its_own():
    assert set(SHAPES) == set(get_args(Tone))
    assert len(set(SHAPES.values())) == len(SHAPES)


@pytest.mark.parametrize("tone", get_args(Tone))
def test_a_face_carries_the_shape_of_its_tone(tone):
    assert Face("Inkommen", "Mottagen", tone).shape == SHAPES[tone]


def test_a_face_has_a_word_for_each_side():
    face = Face("Inkommen", "Mottagen", "waiting")
    assert (face.staff, face.applicant) == ("Inkommen", "Mottagen")
