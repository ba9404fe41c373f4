"""The rules of law behind the acts; a refusal and a diagram name them."""

from delmos.lib.refusal import Law

FL = "förvaltningslagen (2017:900)"
MF = "myndighetsförordningen (2007:515)"
OSL = "offentlighets- och sekretesslagen (2009:400)"

REGISTRATION = Law(OSL, "5 kap. 1 §")
ARRIVAL = Law(FL, "22 §")
CONFLICT = Law(FL, "16–18 §§")
INVESTIGATION = Law(FL, "23 §")
COMPLETING = Law(FL, "20 §")
COMMUNICATION = Law(FL, "25 §")
DOCUMENTATION = Law(FL, "27 §")
DECISION_CONTENT = Law(FL, "31 §")
REASONS = Law(FL, "32 §")
NOTIFICATION = Law(FL, "33 §")
PRESENTATION = Law(MF, "20 §")
INTERNAL_CONTROL = Law(MF, "4 §")
