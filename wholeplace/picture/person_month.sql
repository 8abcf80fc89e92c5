-- What is in force in a person's life, month by month, told in runs: a row stands for `months` months, the first of
-- them `month`, in all of which the same periods of support and the same circumstances are in force.
--
-- * In force in a month is what is in force on any day of it. Periods of support, circumstances,
--   characteristics and strengths count on days that a source vouches for (`known_to`, see spell.sql and exposure.sql);
--   those without dates are left out, and so are those of other people.
-- * Only the last report.years, and nothing after the month of death. Months in which nothing is in force have no row:
--   of them nothing is known, which is not that nothing was.
-- * `states` are tracks and states as track:state, `factors` those of the system map, each in alphabetical order.

WITH span AS (
    SELECT
        date_trunc('month', getvariable('as_of'))::DATE AS newest,
        (date_trunc('month', getvariable('as_of')) - to_months(12 * getvariable('years') - 1))::DATE AS oldest
),

told AS (
    SELECT person_id, true AS is_state, concat(track, ':', state) AS what, from_date, known_to AS until
    FROM spell
    WHERE known_to > from_date
    UNION ALL
    SELECT person_id, false, factor, from_date, known_to
    FROM exposure
    WHERE holder = 'self' AND from_date IS NOT NULL
),

active AS (  -- the last month is not included
    SELECT
        told.person_id,
        told.is_state,
        told.what,
        greatest(date_trunc('month', told.from_date), oldest)::DATE AS first_month,
        least(
            date_trunc('month', least(told.until - 1, getvariable('as_of'))) + INTERVAL 1 MONTH,
            person.death_month + INTERVAL 1 MONTH
        )::DATE AS next_month
    FROM told
    LEFT JOIN person ON person.person_id = told.person_id
    CROSS JOIN span
),

clipped AS (FROM active WHERE first_month < next_month),

once AS (  -- most states and factors are told once of a person, and have nothing to be joined to
    FROM clipped
    SEMI JOIN (SELECT person_id, what FROM clipped GROUP BY ALL HAVING count(*) = 1) USING (person_id, what)
),

repeated AS (FROM clipped ANTI JOIN once USING (person_id, what)),

joined AS (  -- months without a break in which one state or factor is in force
    SELECT person_id, is_state, what, min(first_month) AS first_month, max(next_month) AS next_month
    FROM (
        SELECT
            *,
            count(*) FILTER (reached IS NULL OR first_month > reached) OVER (
                PARTITION BY person_id, what ORDER BY first_month, next_month
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS number
        FROM (
            SELECT
                *,
                max(next_month) OVER (
                    PARTITION BY person_id, what ORDER BY first_month, next_month
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS reached
            FROM repeated
        )
    )
    GROUP BY person_id, is_state, what, number
),

usable AS (
    FROM joined
    UNION ALL
    FROM once
),

slice AS (
    SELECT person_id, month AS first_month, lead(month) OVER (PARTITION BY person_id ORDER BY month) AS next_month
    FROM (
        SELECT person_id, first_month AS month FROM usable
        UNION
        SELECT person_id, next_month FROM usable
    )
)

SELECT
    slice.person_id,
    slice.first_month AS month,
    datediff('month', slice.first_month, slice.next_month)::UINTEGER AS months,
    (count(*) FILTER (usable.is_state))::UINTEGER AS periods,
    nullif(array_to_string(list_sort(list(usable.what) FILTER (usable.is_state)), ', '), '') AS states,
    nullif(array_to_string(list_sort(list(usable.what) FILTER (NOT usable.is_state)), ', '), '') AS factors
FROM slice
INNER JOIN usable
    ON usable.person_id = slice.person_id
    AND usable.first_month < slice.next_month
    AND usable.next_month > slice.first_month
GROUP BY slice.person_id, slice.first_month, slice.next_month
