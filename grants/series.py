"""The series of the diary, each with what it holds and the words of its numbers."""

BIDRAG, GENERAL, REFERRALS, RELEASES, COLLECTIVE = "BID", "ALM", "REM", "UTL", "SAM"
SERIES: dict[str, str] = {
    BIDRAG: "Statsbidrag",
    GENERAL: "Allmänna ärenden",
    REFERRALS: "Remisser och samråd",
    RELEASES: "Begäran om allmän handling",
    COLLECTIVE: "Samlingsbeslut",
}
# A letter that belongs to no case opens one in one of these.
OPENED_BY_POST = (GENERAL, REFERRALS)
