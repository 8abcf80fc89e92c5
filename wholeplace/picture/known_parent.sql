-- For how many children of each source a parent or carer is known, by the children's age.
--
-- One row a source and age at which it tells of any child, as `coverage` counts children: under the adult age
-- on the day up to which the source was looked at.
-- * Age is in whole years; with only the month of birth known, the month of a birthday counts as past it.
--   An unborn child counts among the youngest.
-- * A child has a known parent when any source ties the child to a parent or carer.

WITH child AS (
    SELECT
        person_source.source,
        person.known_parent,
        date_diff('month', person.birth_month, date_trunc('month', coverage.as_of)) // 12 AS years
    FROM person_source
    INNER JOIN person USING (person_id)
    INNER JOIN coverage USING (source)
    WHERE person.birth_month > date_trunc('month', coverage.as_of) - to_years(getvariable('adult_age'))
)

SELECT
    source,
    CASE
        WHEN years < 5 THEN '0 to 4'
        WHEN years < 11 THEN '5 to 10'
        WHEN years < 16 THEN '11 to 15'
        ELSE '16 and over'
    END AS age,
    count(*) AS children,
    count(*) FILTER (known_parent) AS children_with_parent
FROM child
GROUP BY ALL
