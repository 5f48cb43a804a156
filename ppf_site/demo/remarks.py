"""A few remarks for the questions in the council's own words."""

from .latent import between

CHALLENGES = [
    "Staff want to work this way, but have too little time to plan support with each person.",
    "Small providers worry about their cash flow when people buy for themselves.",
    "Our finance system cannot yet pay a personal budget without work by hand.",
    "Carers ask for one clear place to go for advice.",
    "We learned most from the people who took part in the first trial.",
    "Savings are hard to show when they fall to the hospital and not to us.",
]
HELP = [
    "Examples of resource allocation that worked elsewhere, with the sums shown.",
    "A plain agreement with health on who pays and who saves.",
    "More time before the next change.",
    "Training for support planners, shared across the region.",
    "A list of providers that already work with people who hold a budget.",
]
COMMENTS = [
    "Counts were taken from the case system, which is cleaned at the end of each quarter.",
    "Carers with a budget of their own are counted in all service users.",
    "We moved to a new case system in the year; the number before was an estimate.",
    "Spending is estimated for two services whose accounts are not split.",
]
PRACTICE = [
    "A weekly drop-in where people with a direct payment help those who are new to it.",
    "One adviser stays with each person from the first call to the first review.",
    "A short film, made with a user-led organisation, that shows four ways to use a budget.",
    "We publish what care costs locally, so that people can plan before they call.",
]
REMARKS = {
    "challenges-note": CHALLENGES,
    "barriers-note": HELP,
    "comment": COMMENTS,
    "good-practice": PRACTICE,
}


def remark(body: str, round: str, key: str) -> str:
    """What the council wrote, or nothing: most write nothing."""
    at = between(0, 1, body, round, key, "remark")
    words = REMARKS[key]
    return words[int(at / 0.15 * len(words))] if at < 0.15 else ""
