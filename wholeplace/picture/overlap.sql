-- Services side by side: how many services and agencies know one person, month by month.
--
-- What it means that a service knows a person is said in known.sql.
-- * A row for each month, of the last report.years, in which at least one service knows the person; and one for
--   the month of the place's own date for everybody whom a service knew in the months it looks back on.
-- * `services`, `agencies` and `service_list` look back over the picture.overlap_months that end with that month;
--   `services_in_month` and `agencies_in_month` are of that month alone.
-- * A service that works under two agencies counts once as a service.

WITH span AS (
    SELECT
        date_trunc('month', getvariable('as_of'))::DATE AS newest,
        (date_trunc('month', getvariable('as_of')) - to_months(12 * getvariable('years') - 1))::DATE AS oldest,
        to_months(getvariable('overlap_months') - 1) AS look_back
),

reaching AS (
    SELECT
        *,
        max(last_month) OVER (
            PARTITION BY person_id, service, agency ORDER BY first_month, last_month
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM known
),

numbered AS (
    SELECT
        *,
        count(*) FILTER (reached IS NULL OR first_month > reached + INTERVAL 1 MONTH) OVER (
            PARTITION BY person_id, service, agency ORDER BY first_month, last_month
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS number
    FROM reaching
),

stretch AS (  -- months without a break in which one service of one agency knows the person
    SELECT person_id, service, agency, min(first_month) AS first_month, max(last_month) AS last_month
    FROM numbered
    GROUP BY person_id, service, agency, number
),

change AS (  -- months in which one begins, ends, or is no longer looked back on
    SELECT person_id, first_month AS month FROM stretch
    UNION
    SELECT person_id, (last_month + INTERVAL 1 MONTH)::DATE FROM stretch
    UNION
    SELECT person_id, (last_month + look_back + INTERVAL 1 MONTH)::DATE FROM stretch CROSS JOIN span
),

slice AS (  -- between two of those every month is like the other
    SELECT
        person_id,
        month AS first_month,
        (lead(month) OVER (PARTITION BY person_id ORDER BY month) - INTERVAL 1 MONTH)::DATE AS last_month
    FROM change
),

by_person AS (
    SELECT person_id, list(stretch) AS stretches
    FROM stretch
    GROUP BY person_id
),

within AS (
    SELECT
        person_id,
        oldest,
        newest,
        slice.first_month,
        slice.last_month,
        [s FOR s IN stretches IF s.first_month <= slice.first_month AND s.last_month >= slice.first_month - look_back]
            AS lately,
        [s FOR s IN stretches IF s.first_month <= slice.first_month AND s.last_month >= slice.first_month] AS now
    FROM slice
    CROSS JOIN span
    INNER JOIN by_person USING (person_id)
    WHERE slice.first_month <= newest AND slice.last_month >= oldest
),

counted AS (
    SELECT
        person_id,
        greatest(first_month, CASE WHEN len(now) > 0 THEN oldest ELSE newest END) AS first_month,
        least(last_month, newest) AS last_month,
        len(list_distinct([s.service FOR s IN lately]))::UINTEGER AS services,
        len(list_distinct([s.agency FOR s IN lately]))::UINTEGER AS agencies,
        array_to_string(list_sort(list_distinct([s.service FOR s IN lately])), ', ') AS service_list,
        len(list_distinct([s.service FOR s IN now]))::UINTEGER AS services_in_month,
        len(list_distinct([s.agency FOR s IN now]))::UINTEGER AS agencies_in_month
    FROM within
    WHERE len(lately) > 0
)

SELECT
    person_id,
    unnest(generate_series(first_month, last_month, INTERVAL 1 MONTH))::DATE AS month,
    services,
    agencies,
    service_list,
    services_in_month,
    agencies_in_month
FROM counted
