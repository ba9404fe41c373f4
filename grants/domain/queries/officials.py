"""Whether the names of officials are left out in a case (33 § FL)."""

from django.db.models import Exists, OuterRef

from grants.models import OfficialsLeftOut

OFFICER = "En handläggare hos oss"


def is_nameless() -> Exists:
    """Whether names are left out, in any query of applications."""
    return Exists(OfficialsLeftOut.objects.filter(case=OuterRef("case"), lifted_at=None))


def left_out(case_id: int) -> OfficialsLeftOut | None:
    """The mark that leaves the names out of the case now, if there is one. One query."""
    return OfficialsLeftOut.objects.filter(case=case_id, lifted_at=None).select_related("marked_by").first()
