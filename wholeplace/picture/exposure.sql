-- Circumstances, characteristics and strengths of each person, with the dates that sources give.
--
-- * Reports of one factor for one person and holder (whose it is: the person's own, a parent's, somebody
--   else's) that overlap or touch are one period. A gap of one day makes two.
-- * A report without an end is open; a report that starts and ends on one day is kept as that one day.
-- * What is reported without a start, or with an end before its start, is known but not when: all such reports
--   of one factor, person and holder are one row without dates, beside any periods with dates.
-- * What begins after the place's own date is left out.
-- * Nothing is added: a narrower factor is not also counted as the broader one it is part of, and a factor that
--   nobody reports is unknown, not absent.

WITH told AS (
    SELECT
        person_id,
        factor,
        holder,
        source,
        CASE WHEN to_date < from_date THEN NULL ELSE from_date END AS from_date,
        CASE
            WHEN to_date IS NULL THEN DATE '9999-12-31'
            WHEN to_date = from_date THEN from_date + 1
            ELSE to_date
        END AS until
    FROM person_exposure
),

reaching AS (
    SELECT
        *,
        max(until) OVER (
            PARTITION BY person_id, factor, holder ORDER BY from_date, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM told
    WHERE from_date <= getvariable('as_of')
),

numbered AS (
    SELECT
        *,
        count(*) FILTER (reached IS NULL OR from_date > reached) OVER (
            PARTITION BY person_id, factor, holder ORDER BY from_date, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS number
    FROM reaching
),

period AS (
    SELECT
        person_id,
        factor,
        holder,
        min(from_date) AS from_date,
        nullif(max(until), DATE '9999-12-31') AS to_date,
        array_to_string(list_sort(list_distinct(list(source))), ', ') AS sources
    FROM numbered
    GROUP BY person_id, factor, holder, number
    UNION ALL
    SELECT person_id, factor, holder, NULL, NULL, array_to_string(list_sort(list_distinct(list(source))), ', ')
    FROM told
    WHERE from_date IS NULL
    GROUP BY person_id, factor, holder
)

SELECT period.*, system_factor.kind
FROM period
INNER JOIN system_factor USING (factor)
