"""Finding a council by a name that it has or had, as people write it, in the database."""

from .names import TODAY

# Written alike: case, accents, punctuation, hyphens and "&" do not matter, nor does "saint". All
# else is a part of its word, as a letter is: without it, "<b>x" would be the "b" and "x" of Bexley.
ALIKE = r"""
regexp_replace(regexp_replace(regexp_replace(normalize(lower({text}), NFKD),
    '[\u0300-\u036f''’‘`]', '', 'g'), '[][[:space:].,;:!?()/"“”&+–—-]+', ' ', 'g'),
    '\msaint\M', 'st', 'g')
"""
# Words of a council's style, not of its place. "London" is one of them in "London Borough of".
STYLE = (
    r"\m(london (?=borough)|royal (?=borough)|metropolitan (?=borough|district))?"
    r"(and|borough|city|corporation|council|county|district|metropolitan|of|the|unitary)\M"
)

# The councils that have or had a name with every word that was typed, as a part of one of its
# words. A name that is still to come is not found: until its day pages say what they say now.
# If only words of style were typed, those are what is looked for.
BY_NAME = rf"""
WITH typed AS (SELECT {ALIKE.format(text="%s")} AS words),
wanted AS (
    SELECT string_to_array(trim(coalesce(
        nullif(trim(regexp_replace(words, '{STYLE}', ' ', 'g')), ''), words)), ' ') AS words
    FROM typed
)
SELECT n.council_id FROM councils_councilname n, wanted
WHERE wanted.words <> '{{}}' AND (n.starts_on IS NULL OR n.starts_on <= {TODAY}) AND NOT EXISTS (
    SELECT FROM unnest(wanted.words) AS word
    WHERE position(word IN {ALIKE.format(text="n.name || ' ' || n.short_name")}) = 0
)
"""
