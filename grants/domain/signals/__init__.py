"""Signals of risk: computed from what the portal knows, explained, and confirmed or dismissed by an officer.

No signal decides anything: there is no verb that reads one and acts. What is looked at stands in `kinds`, and each kind
has its own function.

The party's insight. A signal is material in the case, so the party has the right to see it under 10 § FL as far as
secrecy allows (10 kap. 3 § OSL); the registry answers such a request, and nothing of signals stands on the party's own
pages. One that is confirmed and matters must be communicated before a rejection (25 § FL, INV-11): the policy
`check_communicated` counts it as a check that speaks against the party. Sensitive answers and the results of checks are
never read here (INV-30).
"""
