"""The pen that draws masks: black boxes with the rule on them, and the rules in words below the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

INK, PAPER, BLACK = (20, 20, 20), (255, 255, 255), (0, 0, 0)
GAP = 2  # pixels around what is masked
MARGIN = 24
LARGEST, SMALLEST, LEGEND = 28, 11, 22  # pixels of type


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture to take away, in pixels, and the rule."""

    left: int
    top: int
    right: int
    bottom: int
    rule: str


class Pen:
    """Draws with one font, given as the bytes of a TrueType or OpenType file."""

    def __init__(self, font: bytes) -> None:
        self._font = font
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}

    def mask(self, image: Image.Image, boxes: Iterable[Box]) -> Image.Image:
        """The picture with each box black, its rule on it when there is room, and the rules below the picture."""
        boxes = list(boxes)
        if not boxes:
            return image
        rules = list(dict.fromkeys(box.rule for box in boxes))
        masked = image.copy()
        draw = ImageDraw.Draw(masked)
        for box in boxes:
            draw.rectangle((box.left - GAP, box.top - GAP, box.right + GAP, box.bottom + GAP), fill=BLACK)
        for box in boxes:
            self._label(draw, box, number=rules.index(box.rule) + 1)
        return self._with_legend(masked, [f"{place}: {rule}" for place, rule in enumerate(rules, start=1)])

    def blank(self, size: tuple[int, int], rules: Sequence[str]) -> Image.Image:
        """A black page of ``size`` that says why."""
        page = Image.new("RGB", size, BLACK)
        return self._with_legend(page, [f"Hela sidan: {rule}" for rule in dict.fromkeys(rules)])

    def _label(self, draw: ImageDraw.ImageDraw, box: Box, *, number: int) -> None:
        size = min(LARGEST, (box.bottom - box.top) * 3 // 4)
        if size < SMALLEST:
            return
        font = self._of(size)
        for text in (box.rule, str(number)):
            if font.getlength(text) <= box.right - box.left:
                middle = ((box.left + box.right) // 2, (box.top + box.bottom) // 2)
                draw.text(middle, text, font=font, fill=PAPER, anchor="mm")
                return

    def _with_legend(self, image: Image.Image, rules: Sequence[str]) -> Image.Image:
        """The picture with a strip below it, one rule on each line."""
        lines = ["Maskerat enligt", *rules]
        step = LEGEND * 3 // 2
        width = max(image.width, 2 * MARGIN + max(int(self._of(LEGEND).getlength(line)) + 1 for line in lines))
        whole = Image.new("RGB", (width, image.height + 2 * MARGIN + step * len(lines)), PAPER)
        whole.paste(image, (0, 0))
        draw = ImageDraw.Draw(whole)
        draw.line((0, image.height, width, image.height), fill=INK, width=2)
        for place, line in enumerate(lines):
            draw.text((MARGIN, image.height + MARGIN + place * step), line, font=self._of(LEGEND), fill=INK)
        return whole

    def _of(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._sizes:
            self._sizes[size] = ImageFont.truetype(BytesIO(self._font), size)
        return self._sizes[size]
