"""As pages write them: 31 March 2009. What may be typed stays as Django has it."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, g:i a"
SHORT_DATETIME_FORMAT = "j F Y, g:i a"
TIME_FORMAT = "g:i a"
