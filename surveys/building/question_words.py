"""What the page of a question says beside its fields."""

from surveys.models import QuestionType

TYPES = [
    (QuestionType.SCALE, "A scale: one answer of several, from best to worst"),
    (QuestionType.YES_NO, "Yes or no"),
    (QuestionType.SINGLE, "One choice of several"),
    (QuestionType.MULTIPLE, "Several choices"),
    (QuestionType.NUMBER, "A whole number"),
    (QuestionType.PERCENTAGE, "A percentage"),
    (QuestionType.DATE, "A date"),
    (QuestionType.TEXT, "Long text"),
]
NEITHER_ANSWERS = (
    "Choose the answers to choose from in the list, or write them under “New answers”, one a line."
)
BOTH_ANSWERS = (
    "You chose answers from the list and wrote new ones too. Empty this box, or choose “New ones, "
    "written below” in the list."
)
NO_CHOICE = "Only a scale or a choice has answers to choose from. Leave it empty."
LONGEST_STEM = 300
WORDS_NEEDED = {
    "text": "Write the question.",
    "short_text": "Give it a short name, for tables and charts.",
}

# Which choice needs a field that others leave empty.
NEEDED_FOR = {
    "answers": "for a choice",
    "new_answers": "for a choice with answers of its own",
    "grid": "for rows of a grid",
    "stem": "for a new grid",
    "comparability": "where it follows one",
}
LABELS = {
    "text": "The question",
    "short_text": "Short name",
    "help_text": "Help for who answers",
    "unit": "Unit",
    "is_required": "A return cannot be signed without it",
    "counts_people": "It counts people",
    "counts_not_known": "“Not known” counts in the base of its figures",
    "comparability": "How comparable it is",
}
HELP_TEXTS = {
    "short_text": "For tables and charts.",
    "unit": "Of a whole number, such as people or pounds.",
    "is_required": "“Not known” and “not applicable” are answers too.",
    "counts_people": "Small counts may have to be hidden in public files.",
    "counts_not_known": "",
    "comparability": "It decides whether a trend goes on, goes on with a mark, or breaks.",
}
