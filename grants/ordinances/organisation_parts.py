"""Questions about an organisation in civil society that the forms of several ordinances share. Each takes the paragraph
it serves. The labels speak to the applicant as "ni"; "vi" is the agency.
"""

from delmos.lib.refusal import Law
from grants.ordinances.form_parts import attachments_question
from grants.ordinances.profile import DefaultGroup, DefaultQuestion


def declaration_questions(*, values_law: Law, debt_law: Law, insolvency_law: Law) -> tuple[DefaultQuestion, ...]:
    """What an organisation in civil society declares; the officer still checks each answer in a register (INV-18)."""
    return (
        DefaultQuestion(
            key="respects_democracy",
            kind="yes_no",
            label="Respekterar ni demokratin, alla människors lika värde och förbudet mot diskriminering?",
            help="Det gäller organisationen och de som företräder den.",
            law=values_law,
            sensitive=True,
        ),
        DefaultQuestion(
            key="public_debt",
            kind="yes_no",
            label="Har ni skulder för skatter eller avgifter hos Kronofogden?",
            help="Svara ja även om ni har en avbetalningsplan.",
            law=debt_law,
        ),
        DefaultQuestion(
            key="insolvency",
            kind="yes_no",
            label="Är ni i konkurs eller i likvidation?",
            law=insolvency_law,
        ),
    )


def organisation_group(
    *, active_label: str, active_help: str, structure_help: str, who_law: Law, more: tuple[DefaultQuestion, ...] = ()
) -> DefaultGroup:
    """What an organisation in civil society tells about itself, against the demands of ``who_law``."""
    return DefaultGroup(
        key="organisation",
        title="Om er organisation",
        questions=(
            DefaultQuestion(key="active_since", kind="date", label=active_label, help=active_help, law=who_law),
            DefaultQuestion(
                key="members",
                kind="number",
                label="Hur många medlemmar har ni?",
                help="Bara föreningar behöver svara.",
                required=False,
            ),
            DefaultQuestion(
                key="structure",
                kind="long_text",
                label="Hur är ni organiserade, och vem bestämmer?",
                help=structure_help,
                max_length=2000,
                law=who_law,
            ),
            *more,
        ),
    )


def association_attachments() -> DefaultQuestion:
    """The papers an organisation in civil society usually sends to show who it is and who may sign for it."""
    return attachments_question(
        "Lägg gärna till stadgar, årsmötets protokoll, protokoll som visar vem som får företräda er, och senaste "
        "verksamhetsberättelsen."
    )
