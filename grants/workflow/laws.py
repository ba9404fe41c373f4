"""The rules of law behind the acts; a refusal and a diagram name them."""

from delmos.lib.refusal import Law

FL = "förvaltningslagen (2017:900)"
MF = "myndighetsförordningen (2007:515)"
OSL = "offentlighets- och sekretesslagen (2009:400)"

REGISTRATION = Law(OSL, "5 kap. 1 §")
SECRECY_MARK = Law(OSL, "5 kap. 5 §")
TRIAL_OF_RELEASE = Law(OSL, "6 kap. 3 §")
RELEASE = Law("tryckfrihetsförordningen", "2 kap. 15–18 §§")
REFUSAL = Law(OSL, "6 kap. 7–8 §§")
ARRIVAL = Law(FL, "22 §")
CONFLICT = Law(FL, "16–18 §§")
INVESTIGATION = Law(FL, "23 §")
COMPLETING = Law(FL, "20 §")
COMMUNICATION = Law(FL, "25 §")
DOCUMENTATION = Law(FL, "27 §")
DISSENT = Law(FL, "30 §")
DECISION_CONTENT = Law(FL, "31 §")
REASONS = Law(FL, "32 §")
NOTIFICATION = Law(FL, "33 §")
PRESENTATION = Law(MF, "20 §")
TAKING_PART = Law(MF, "21 §")
COMMITMENTS = Law("budgetlagen (2011:203)", "6 kap. 1 §")
READING = Law("lagen (2024:488)", "9 §")
INTERNAL_CONTROL = Law(MF, "4 §")
DELAY = Law(FL, "11 §")
DECISION_REQUEST = Law(FL, "12 §")
CORRECTION = Law(FL, "36 §")
CHANGE = Law(FL, "37–38 §§")
CHANGE_OF_APPEALED = Law(FL, "39 §")
APPEAL = Law(FL, "40–43 §§")
APPEAL_TIME = Law(FL, "44 §")
TIMELINESS = Law(FL, "45 §")
HAND_OVER = Law(FL, "46 §")
LIST_TO_JK = Law(MF, "29 §")
