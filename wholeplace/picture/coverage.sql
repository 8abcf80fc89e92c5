-- What each source covers: how many people it tells of, from when to when, and how far families can be seen.
--
-- One row a source that may be used for planning, whether or not it told of anybody.
-- * A source was looked at up to the date stated for it in place.toml; where none is stated, up to the last
--   day on which it reports something beginning; where it reports nothing dated, up to the place's own date.
--   Never later than the place's own date.
-- * A child is somebody under the adult age on the day up to which the source was looked at; with only the
--   month of birth known, the month of that birthday counts as adult. An unborn child counts; somebody without
--   a month of birth does not.
-- * A child has a known parent when any source ties the child to a parent or carer.

WITH arrived AS (
    SELECT source, min(first_date) AS first_date, max(last_date) AS last_date
    FROM arrival
    GROUP BY source
),

looked_at AS (
    SELECT
        source,
        arrived.first_date,
        arrived.last_date,
        least(coalesce(source_stated.as_of, arrived.last_date), getvariable('as_of')) AS as_of
    FROM source_stated
    LEFT JOIN arrived USING (source)
),

told_of AS (
    SELECT
        source,
        person_source.records,
        person.known_parent,
        person.birth_month
            > date_trunc('month', looked_at.as_of) - to_years(getvariable('adult_age')) AS is_child
    FROM looked_at
    INNER JOIN person_source USING (source)
    INNER JOIN person USING (person_id)
)

SELECT
    source,
    sum(coalesce(told_of.records, 0))::UINTEGER AS records,
    count(told_of.records) AS people,
    looked_at.first_date,
    looked_at.last_date,
    looked_at.as_of,
    count(*) FILTER (told_of.is_child) AS children,
    count(*) FILTER (told_of.is_child AND told_of.known_parent) AS children_with_parent
FROM looked_at
LEFT JOIN told_of USING (source)
GROUP BY source, looked_at.first_date, looked_at.last_date, looked_at.as_of
