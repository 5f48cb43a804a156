"""The kinds of question there are, and of values worked out from others."""

from django.db import models


class QuestionType(models.TextChoices):
    SCALE = "scale", "Scale"
    SINGLE = "single", "One choice"
    MULTIPLE = "multiple", "Several choices"
    YES_NO = "yes_no", "Yes or no"
    NUMBER = "number", "Whole number"
    PERCENTAGE = "percentage", "Percentage"
    DATE = "date", "Date"
    TEXT = "text", "Long text"


CHOICE_TYPES = ["scale", "single", "multiple", "yes_no"]
NUMBER_TYPES = ["number", "percentage"]


class Comparability(models.TextChoices):
    SAME = "same", "Same"
    WORDING = "wording", "Wording only"
    OPTIONS = "options", "Options changed"
    NONE = "none", "Not comparable"


class Derivation(models.TextChoices):
    ASKED = "", "Asked"
    RATE = "rate", "Rate: one count as a percentage of another"
    BAND = "band", "Band: which band of the scale a number falls in"
    TALLY = "tally", "Tally: all, some or none of a grid’s rows"
