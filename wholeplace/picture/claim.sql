-- Reported periods that can be used: one row a claim of one source. A step on the way, not stored.
--
-- * Left out: claims that reading withheld, claims without a start, claims that end before they start, and
--   claims that begin after the place's own date.
-- * A period runs from its first day up to, not including, its last: one that ends on a day and one that
--   begins on that day touch and do not overlap.
-- * A claim that starts and ends on one day is kept as that one day.
-- * A claim without an end is open. Nothing closes it silently: not the place's date, not a later extract
--   of another source, not an eighteenth birthday, not a death.
-- * `known_to` is the first day nobody vouches for: a claim that had ended by the place's date is known to
--   its end, any other up to the day on which its source was looked at (but always for its first day).
-- * A plan for special needs at a school known only by its number is in the state of the school's kind, where the
--   place's own list of schools (schools.csv) tells it; else its setting stays unstated.
-- * `service` and `agency` are those of the source.
--
-- `until` is the end with 9999-12-31 for an open claim, so that dates can be compared.

WITH usable AS (
    SELECT
        person_spell.* REPLACE (coalesce(school.kind, person_spell.state) AS state),
        CASE
            WHEN to_date IS NULL THEN DATE '9999-12-31'
            WHEN to_date = from_date THEN from_date + 1
            ELSE to_date
        END AS until
    FROM person_spell
    LEFT JOIN school ON person_spell.code = concat('urn:', school.urn) AND person_spell.state = 'ehc_plan_unstated'
    WHERE withheld IS NULL
        AND from_date <= getvariable('as_of')
        AND (to_date IS NULL OR to_date >= from_date)
)

SELECT
    usable.person_id,
    usable.fact_id,
    usable.track,
    usable.state,
    usable.source,
    source_stated.service,
    source_stated.agency,
    usable.from_date,
    usable.until,
    CASE
        WHEN usable.until <= getvariable('as_of') THEN usable.until
        ELSE least(usable.until, greatest(coverage.as_of, usable.from_date) + 1)
    END AS known_to
FROM usable
INNER JOIN source_stated USING (source)
INNER JOIN coverage USING (source)
