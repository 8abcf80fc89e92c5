-- From which month to which month a service knows a person. A step on the way, not stored.
--
-- * A service knows a person from the day of a contact until its end, and for the days set as
--   picture.contact_gap_days after that.
-- * It also knows everybody whom its source reports in a period of support, on every day of the period that
--   the source vouches for (see claim.sql), whichever state prevails in the picture.
-- * Nobody is known after the place's own date, or after the month of their death.
-- * Months older than what the pages show and look back on are left out: report.years, and before that the
--   other months of picture.overlap_months.

WITH touch AS (  -- greatest() and least() pass over null
    SELECT
        person_id,
        service,
        agency,
        source,
        date AS first_day,
        greatest(date, end_date) + getvariable('contact_gap_days') AS last_day
    FROM person_event
    WHERE date <= getvariable('as_of')
    UNION ALL
    SELECT person_id, service, agency, source, from_date, known_to - 1
    FROM claim
),

limits AS (
    SELECT
        (date_trunc('month', getvariable('as_of'))
            - to_months(12 * getvariable('years') - 1 + getvariable('overlap_months') - 1))::DATE AS oldest
),

in_months AS (
    SELECT
        touch.person_id,
        touch.service,
        touch.agency,
        touch.source,
        greatest(date_trunc('month', touch.first_day)::DATE, limits.oldest) AS first_month,
        date_trunc('month', least(touch.last_day, getvariable('as_of'), person.death_month))::DATE AS last_month
    FROM touch
    LEFT JOIN person USING (person_id)
    CROSS JOIN limits
)

SELECT DISTINCT person_id, service, agency, source, first_month, last_month
FROM in_months
WHERE first_month <= last_month
