"""Somebody who uses the portal with the keyboard alone: Tab to get there, Enter, Space and arrows to do it."""

from playwright.sync_api import Locator

from grants.questions import Question, QuestionKind
from tests.journeys.browser import Visitor
from tests.journeys.filling import COST, COUNTY

MOST_TABS = 120  # within which everything on a page is reached
SHOWS_FOCUS = """element => {
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && outlineColor !== "rgba(0, 0, 0, 0)"
    && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}"""


class Keyboard:
    """The keyboard of a visitor. Whatever gets the focus on the way must show that it has it."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def reach(self, wanted: Locator, *, key: str = "Tab") -> None:
        """Press Tab, or Shift+Tab, until ``wanted`` has the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press(key)
            stop = self.page.locator("body :focus")
            if stop.count():  # past the last stop the focus is in the browser itself
                assert stop.evaluate(SHOWS_FOCUS), f"no focus is seen on {stop.evaluate('stop => stop.outerHTML')}"
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{wanted} is not reached with {key} on {self.page.url}")

    def press(self, name: str) -> None:
        """Follow the link or press the button with this name, and meet the next page."""
        button, link = (self.page.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        self.enter(button.or_(link).first)

    def enter(self, control: Locator) -> None:
        """Press Enter on a link or a button, and meet the next page."""
        self.page.evaluate("window.left = true")
        self.reach(control)
        self.page.keyboard.press("Enter")
        self.visitor.arrive()

    def write(self, label: str, text: str) -> None:
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def answer(self, _: Visitor, question: Question, text: str) -> None:
        """Answer a question, as `filling.by_label` does with a mouse."""
        if question.kind is QuestionKind.YES_NO:
            self.choose(text, within=question.label)
        elif question.kind is QuestionKind.COUNTIES:
            self.reach(self.page.get_by_label(COUNTY, exact=True))
            self.page.keyboard.press("Space")
        elif question.kind is QuestionKind.BUDGET:
            self.write("Kostnadsslag, rad 1", COST[0])
            self.write("Belopp i kronor, rad 1", COST[1])
        elif question.kind is QuestionKind.DATE:
            self.write_day(question.label, text)
        else:
            self.write(question.label, text)

    def choose(self, label: str, *, within: str) -> None:
        """Tab comes to the first choice of a group; the arrows go on from there."""
        group = self.page.get_by_role("group", name=within)
        self.reach(group.get_by_role("radio").first)
        self.page.keyboard.press("Space")
        choice = group.get_by_label(label, exact=True)
        for _ in range(group.get_by_role("radio").count()):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} is not reached with the arrows in {within}")

    def write_day(self, label: str, day: str) -> None:
        """The browser's own field for days takes month, day and year in the order of the browser's language."""
        year, month, date = day.split("-")
        self.write(label, f"{month}{date}{year}")
        assert self.page.get_by_label(label, exact=True).input_value() == day
