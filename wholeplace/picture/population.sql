-- Population: the denominator of every rate. People known to live in an area, by age and sex, month by month, and
-- how many more (or fewer) there must be for published counts to be right.
--
-- * Counted on the last day of the month; in the month of the place's own date, on that day. For the last report.years.
-- * `people` are linked residents: people with a stay at an address on that day (one of which the start is not known
--   counts from when the person was first seen by any source), born and not known to have died before the month ended.
--   Of several stays the one that began last counts. Month of birth counts as birthday.
-- * Where published counts are there (`population.csv` of the place, or the packaged census figures of its authority):
--   `published` is the count of the area, age and sex; `unseen` are the residents whom no source tells of, so many
--   that `people` and `unseen` together make it up. Of them everything else is unknown, and never absent. Where more
--   people are linked than published, some have left unnoticed or were never residents: each then counts as `weight`
--   of a person. `people` x `weight` + `unseen` is always the published count, the same in every month.
-- * People whose area, age or sex nobody tells, or whose address is hidden, cannot be placed: they have rows with
--   nulls and weight 0, because they are among the unseen of some cell already. So have those in an area of which
--   nothing is published, while of others it is.
-- * Where nothing is published, `basis` says `linked only`, `unseen` and `published` are null, and each weighs 1.

WITH span AS (
    SELECT
        date_trunc('month', getvariable('as_of'))::DATE AS newest,
        (date_trunc('month', getvariable('as_of')) - to_months(12 * getvariable('years') - 1))::DATE AS oldest
),

stay AS (  -- months on whose last day the person stays, the last one not included
    SELECT
        residence.person_id,
        residence.household_id,
        residence.area,
        coalesce(residence.from_date, person.first_seen, DATE '0001-01-01') AS began,
        greatest(date_trunc('month', began), person.birth_month, oldest)::DATE AS first_month,
        least(
            date_trunc('month', CASE WHEN residence.to_date <= getvariable('as_of') THEN residence.to_date END),
            person.death_month,
            newest + INTERVAL 1 MONTH
        )::DATE AS next_month
    FROM residence
    INNER JOIN person USING (person_id)
    CROSS JOIN span
    WHERE began <= getvariable('as_of')
),

usable AS (FROM stay WHERE first_month < next_month),

alone AS (  -- people with one stay need no choice between several
    FROM usable
    SEMI JOIN (SELECT person_id FROM usable GROUP BY person_id HAVING count(*) = 1) USING (person_id)
),

several AS (FROM usable ANTI JOIN alone USING (person_id)),

slice AS (
    SELECT person_id, month AS first_month, lead(month) OVER (PARTITION BY person_id ORDER BY month) AS next_month
    FROM (
        SELECT person_id, first_month AS month FROM several
        UNION
        SELECT person_id, next_month FROM several
    )
),

chosen AS (
    SELECT
        slice.person_id,
        slice.first_month,
        slice.next_month,
        arg_max_null(several.area, (several.began, several.household_id)) AS area
    FROM slice
    INNER JOIN several
        ON several.person_id = slice.person_id
        AND several.first_month < slice.next_month
        AND several.next_month > slice.first_month
    GROUP BY slice.person_id, slice.first_month, slice.next_month
    UNION ALL
    SELECT person_id, first_month, next_month, area FROM alone
),

aged AS (  -- cut where the person grows into another band of age
    SELECT
        chosen.area,
        age_band.age_band,
        CASE WHEN person.sex IN ('female', 'male') THEN person.sex END AS sex,
        greatest(chosen.first_month, person.birth_month + to_months(age_band.first_month))::DATE AS first_month,
        least(chosen.next_month, person.birth_month + to_months(age_band.next_month))::DATE AS next_month
    FROM chosen
    INNER JOIN person USING (person_id)
    LEFT JOIN age_band
        ON person.birth_month + to_months(age_band.first_month) < chosen.next_month
        AND person.birth_month + to_months(age_band.next_month) > chosen.first_month
),

cell_of AS (  -- who cannot be placed in all three is placed in none
    SELECT
        CASE WHEN placed THEN area END AS area,
        CASE WHEN placed THEN age_band END AS age_band,
        CASE WHEN placed THEN sex END AS sex,
        first_month,
        next_month
    FROM (SELECT *, area IS NOT NULL AND age_band IS NOT NULL AND sex IS NOT NULL AS placed FROM aged)
),

change AS (
    SELECT area, age_band, sex, month, sum(step) AS step
    FROM (
        SELECT area, age_band, sex, first_month AS month, 1 AS step FROM cell_of
        UNION ALL
        SELECT area, age_band, sex, next_month, -1 FROM cell_of
    )
    GROUP BY area, age_band, sex, month
),

cell AS (
    SELECT area, age_band, sex FROM published_population
    UNION
    SELECT area, age_band, sex FROM cell_of
),

counted AS (
    SELECT
        months.month,
        cell.area,
        cell.age_band,
        cell.sex,
        sum(coalesce(change.step, 0)) OVER (
            PARTITION BY cell.area, cell.age_band, cell.sex ORDER BY months.month
        )::UINTEGER AS people
    FROM cell
    CROSS JOIN (
        SELECT unnest(generate_series(oldest, newest, INTERVAL 1 MONTH))::DATE AS month FROM span
    ) AS months
    LEFT JOIN change
        ON change.month = months.month
        AND change.area IS NOT DISTINCT FROM cell.area
        AND change.age_band IS NOT DISTINCT FROM cell.age_band
        AND change.sex IS NOT DISTINCT FROM cell.sex
)

SELECT
    counted.month,
    counted.area,
    counted.age_band,
    age_band.age_from,
    counted.sex,
    counted.people,
    published_population.people AS published,
    CASE WHEN published_population.people IS NOT NULL
        THEN greatest(published_population.people - counted.people, 0)
    END AS unseen,
    CASE
        WHEN NOT has.published THEN 1.0
        WHEN counted.people = 0 THEN 0.0
        ELSE round(least(coalesce(published_population.people, 0) / counted.people, 1), 6)
    END::DOUBLE AS weight,
    CASE WHEN has.published THEN 'published' ELSE 'linked only' END AS basis,
    published_population.year AS published_year
FROM counted
LEFT JOIN published_population USING (area, age_band, sex)
LEFT JOIN age_band ON age_band.age_band = counted.age_band
CROSS JOIN (SELECT count(*) > 0 AS published FROM published_population) AS has
WHERE counted.people > 0 OR published_population.people > 0
