"""What the columns of a release's files hold. Their order is that of the rows in `exports`."""

from ppf_site.packages import Column

FIGURES = (
    Column("figure", "integer", "The figure's number."),
    Column("address", "string", "Its page, with the answers behind it: the address to cite."),
    Column("area", "string", "England, a region or a type of council."),
    Column("area_code", "string", "The official code; of types of council their name."),
    Column("question", "string", "The key of the question; response: of the returns received."),
    Column("text", "string", "The question as it was asked."),
    Column("option", "string", "The answer that is counted; empty for the question as a whole."),
    Column("option_code", "string", "Its key."),
    Column("k", "integer", "Councils that gave this answer; of response, that answered."),
    Column("n", "integer", "Councils that gave the question a value; of response, required."),
    Column("share", "number", "k of n, between 0 and 1, unrounded."),
    Column("required", "integer", "Councils that had to answer."),
    Column("not_known", "integer", "Councils that did not know."),
    Column("not_applicable", "integer", "Councils to which it does not apply."),
    Column("no_return", "integer", "Required councils without a return."),
    Column("declined", "integer", "Of these, that declined."),
    Column("on_paper", "integer", "Of these, whose return was received on paper."),
    Column("not_asked", "integer", "Councils that had signed before it was asked."),
    Column("sum", "number", "Of a number: the sum of the councils' answers."),
    Column("lower_quartile", "number", "A quarter of councils gave no more."),
    Column("median", "number", "Half of the councils gave no more: the typical council."),
    Column("upper_quartile", "number", "Three quarters of councils gave no more."),
    Column("numerator", "number", "Of a rate: the sum above the line."),
    Column("denominator", "number", "Of a rate: the sum below the line."),
    Column("grossed_up", "number", "The sum for all required councils."),
    Column("earliest_date", "date", "Of a date: the first that a council gave."),
    Column("lower_quartile_date", "date", "By then a quarter of councils had theirs."),
    Column("median_date", "date", "By then half of the councils had theirs."),
    Column("upper_quartile_date", "date", "By then three quarters of councils had theirs."),
    Column("latest_date", "date", "The last that a council gave."),
    Column("published_percent", "number", "Of a published total: its per cent, as printed."),
    Column("published_value", "number", "Of a published total: its number, as printed."),
    Column("qualifier", "string", "The source's own words around a printed number."),
    Column("hidden", "string", "What of the figure is not shown, and why."),
    Column("source", "string", "Survey, date, release; of a total where it was printed."),
)

QUESTIONS = (
    Column("question", "string", "The key of the question: the same for ever."),
    Column("section", "string", "The section that it stands in."),
    Column("stem", "string", "What the questions of its grid have in common."),
    Column("text", "string", "The question as it was asked."),
    Column("short_text", "string", "As charts and tables have it."),
    Column("help", "string", "What councils read beside it."),
    Column("type", "string", "What is answered: scale, single, multiple, number and others."),
    Column("unit", "string", "Of a number: people, pounds and others."),
    Column("derivation", "string", "Not asked but worked out: how; empty for what was asked."),
    Column("numerator", "string", "Of a rate: the key of the question above the line."),
    Column("denominator", "string", "Of a rate: the key of the question below the line."),
    Column("counts_people", "boolean", "Whether it counts people."),
    Column("counts_not_known", "boolean", "Whether “not known” is part of the base."),
)

OPTIONS = (
    Column("question", "string", "The key of the question."),
    Column("option_code", "string", "The key of the answer."),
    Column("option", "string", "The answer in words."),
    Column("position", "integer", "Its place among the answers, from 1."),
    Column("tone", "integer", "From 2 (good) to -2."),
)

RETURNS = (
    Column("council", "string", "Its name on the reference date."),
    Column("code", "string", "Its official code then."),
    Column("region", "string", "The region that it was in then."),
    Column("type", "string", "The type of council that it was then."),
    Column("return", "string", "Whether it answered, and how it did not."),
)

ANSWERS = (
    Column("council", "string", "Its name on the reference date."),
    Column("code", "string", "Its official code then."),
    Column("question", "string", "The key of the question."),
    Column("answer", "string", "What it said, in words; or why it gave no value."),
    Column("option_code", "string", "The key of what it chose; of several, with commas between."),
    Column(
        "number", "number", "Of a number or percentage; counts of people as the reader may see."
    ),
    Column("date", "date", "Of a date."),
    Column("reason", "string", "not_known or not_applicable, where there is no value."),
    Column("numerator", "number", "Of a rate that was worked out: the number above the line."),
    Column("denominator", "number", "Of a rate that was worked out: the number below the line."),
)
