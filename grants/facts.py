"""The facts of an application: answers that the rest of the system reads, by the keys of their questions."""

from collections.abc import Mapping

from grants.enums import Stage
from grants.question_kinds import QuestionKind

TITLE, PERIOD_START, PERIOD_END, COUNTIES, BUDGET = "title", "period_start", "period_end", "counties", "budget"
FACTS: Mapping[str, QuestionKind] = {
    TITLE: QuestionKind.TEXT,
    PERIOD_START: QuestionKind.DATE,
    PERIOD_END: QuestionKind.DATE,
    COUNTIES: QuestionKind.COUNTIES,
    BUDGET: QuestionKind.BUDGET,
}
# The amount that an expression of interest says the application will be about. It has no budget yet.
SOUGHT = "sought_amount"
FACTS_OF: Mapping[Stage, Mapping[str, QuestionKind]] = {
    Stage.EXPRESSION: {
        TITLE: QuestionKind.TEXT,
        COUNTIES: QuestionKind.COUNTIES,
        SOUGHT: QuestionKind.MONEY,
    },
    Stage.APPLICATION: FACTS,
}
# The questions that keep their kind and must be answered wherever they are asked.
FIXED: Mapping[str, QuestionKind] = {**FACTS, **FACTS_OF[Stage.EXPRESSION]}
FACT_NAMES: Mapping[str, str] = {
    TITLE: "projektets namn",
    PERIOD_START: "startdatum",
    PERIOD_END: "slutdatum",
    COUNTIES: "län",
    BUDGET: "budget",
    SOUGHT: "ungefärligt belopp",
}
# Why the questions that carry facts must stay, as the officer reads it.
FACT_REASONS: Mapping[str, str] = {
    TITLE: "Namnet står i beslutet och i listan över beviljade bidrag.",
    PERIOD_START: "Startdatumet avgör om ansökan gäller den period som bidraget kan ges för.",
    PERIOD_END: "Slutdatumet avgör om ansökan gäller den period som bidraget kan ges för.",
    COUNTIES: "Länen räknas i sammanställningen av bidrag efter län.",
    BUDGET: "Budgetens summa är det belopp som söks, och slutredovisningen följer dess rader.",
    SOUGHT: "Beloppet visar vad de inbjudna tillsammans kan komma att söka.",
}
