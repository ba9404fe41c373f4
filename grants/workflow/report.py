"""A final report (slutredovisning), from draft to approved."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import ReportStatus

REPORT = Workflow(
    name="Slutredovisning",
    start=ReportStatus.DRAFT,
    words=dict(ReportStatus.choices),
    transitions=(
        Transition(
            act="submit",
            label="Lämna in slutredovisningen",
            sources=states(ReportStatus.DRAFT),
            target=ReportStatus.SUBMITTED,
            by="mottagare",
            event="report_submitted",
        ),
        Transition(
            act="approve",
            label="Godkänna slutredovisningen",
            sources=states(ReportStatus.SUBMITTED),
            target=ReportStatus.APPROVED,
            by="handläggare",
            event="report_approved",
        ),
    ),
)
