-- Circumstances, characteristics and strengths of each person, with the dates that sources give.
--
-- * Reports of one factor for one person and holder (whose it is: the person's own, a parent's, somebody
--   else's) that overlap or touch are one period. A gap of one day makes two.
-- * A report without an end is open; a report that starts and ends on one day is kept as that one day.
-- * `known_to` is the first day of the period that no source vouches for: few write down that a circumstance or a
--   strength is over. A report with an end that has passed is known to its end; an open one for as many months from
--   its start as picture.factor_months says, but not beyond the day up to which its source was looked at; an open one
--   of a characteristic up to that day. It is after the first day, and null where no days are known.
-- * What is reported without a start, or with an end before its start, is known but not when: all such reports
--   of one factor, person and holder are one row without dates, beside any periods with dates.
-- * What begins after the place's own date is left out.
-- * Nothing is added: a narrower factor is not also counted as the broader one it is part of, and a factor that
--   nobody reports is unknown, not absent.

WITH told AS (
    SELECT
        person_exposure.person_id,
        person_exposure.factor,
        person_exposure.holder,
        person_exposure.source,
        system_factor.kind,
        coverage.as_of AS looked_at,
        CASE WHEN to_date < from_date THEN NULL ELSE from_date END AS from_date,
        CASE
            WHEN to_date IS NULL THEN DATE '9999-12-31'
            WHEN to_date = from_date THEN from_date + 1
            ELSE to_date
        END AS until
    FROM person_exposure
    INNER JOIN system_factor USING (factor)
    INNER JOIN coverage ON coverage.source = person_exposure.source
),

vouched AS (  -- `least` and `greatest` pass over null
    SELECT
        *,
        CASE
            WHEN until <= getvariable('as_of') THEN until
            ELSE greatest(
                least(
                    until,
                    looked_at + 1,
                    CASE
                        WHEN kind <> 'characteristic' AND until = DATE '9999-12-31'
                            THEN (from_date + to_months(getvariable('factor_months')))::DATE
                    END
                ),
                from_date + 1
            )
        END AS known_to
    FROM told
    WHERE from_date <= getvariable('as_of')
),

reaching AS (
    SELECT
        *,
        max(until) OVER (
            PARTITION BY person_id, factor, holder ORDER BY from_date, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM vouched
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
        kind,
        min(from_date) AS from_date,
        nullif(max(until), DATE '9999-12-31') AS to_date,
        max(known_to) AS known_to,
        array_to_string(list_sort(list_distinct(list(source))), ', ') AS sources
    FROM numbered
    GROUP BY person_id, factor, holder, kind, number
    UNION ALL
    SELECT
        person_id, factor, holder, kind, NULL, NULL, NULL,
        array_to_string(list_sort(list_distinct(list(source))), ', ')
    FROM told
    WHERE from_date IS NULL
    GROUP BY person_id, factor, holder, kind
)

FROM period
