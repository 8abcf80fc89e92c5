-- What a family has to do with: services, agencies, teams and assessments at once and over the months looked back on,
-- what is asked of it again, where arms work past each other, and what it costs.
--
-- * Months are the picture.overlap_months that end with that of the place's own date. `at_once` is the most in any one
--   of them, of services (or agencies) that know any member (see known.sql).
-- * `teams` are the names of teams that sources give with contacts of those months; a service that names none counts as
--   one. Nobody's name is held, so that workers are counted by team: at least so many.
-- * Assessments, those of them in which something was asked again, and what that cost: see assessment.sql. Conflicts
--   that go on within these months: see conflict.sql.
-- * Cost is fiscal, of all members, in the last financial year that had ended by the place's own date, else in the one
--   that ran: of members of several families it stands in each, so that families do not add up to the place.
-- * A family that family.sql withholds has a row with nothing in it: parents may well be missing from it.

WITH span AS (
    SELECT
        date_trunc('month', getvariable('as_of'))::DATE AS newest,
        (date_trunc('month', getvariable('as_of')) - to_months(getvariable('overlap_months') - 1))::DATE AS oldest,
        coalesce(
            max(year) FILTER (next_day = make_date(year + 1, 4, 1)),
            max(year)
        ) AS cost_year
    FROM cost_year
),

in_month AS (
    SELECT DISTINCT
        member.family_id,
        known.service,
        known.agency,
        unnest(generate_series(
            greatest(known.first_month, span.oldest), least(known.last_month, span.newest), INTERVAL 1 MONTH
        )) AS month
    FROM known
    INNER JOIN member USING (person_id)
    CROSS JOIN span
    WHERE known.last_month >= span.oldest AND known.first_month <= span.newest
),

at_once AS (
    SELECT family_id, max(services) AS services, max(agencies) AS agencies
    FROM (
        SELECT family_id, month, count(DISTINCT service) AS services, count(DISTINCT agency) AS agencies
        FROM in_month
        GROUP BY family_id, month
    )
    GROUP BY family_id
),

met AS (
    SELECT
        member.family_id,
        count(DISTINCT (person_event.service, person_event.team)) FILTER (person_event.team IS NOT NULL)
            + count(DISTINCT person_event.service)
            - count(DISTINCT person_event.service) FILTER (person_event.team IS NOT NULL) AS teams,
        count(DISTINCT (person_event.person_id, person_event.service, person_event.kind, person_event.date)) AS contacts
    FROM person_event
    INNER JOIN member USING (person_id)
    CROSS JOIN span
    WHERE person_event.date >= span.oldest AND person_event.date <= getvariable('as_of')
    GROUP BY member.family_id
),

assessed AS (
    SELECT
        family_id,
        count(*) AS assessments,
        count(asked_again) AS repeated,
        sum(low_pence)::BIGINT AS low_pence,
        sum(amount_pence)::BIGINT AS amount_pence,
        sum(high_pence)::BIGINT AS high_pence
    FROM assessment
    CROSS JOIN span
    WHERE date >= span.oldest
    GROUP BY family_id
),

crossed AS (
    SELECT family_id, count(*) AS conflicts
    FROM conflict
    CROSS JOIN span
    WHERE to_date > span.oldest
    GROUP BY family_id
),

spent AS (
    SELECT
        member.family_id,
        sum(cost.low_pence)::BIGINT AS low_pence,
        sum(cost.amount_pence)::BIGINT AS amount_pence,
        sum(cost.high_pence)::BIGINT AS high_pence
    FROM cost
    INNER JOIN member USING (person_id)
    INNER JOIN span ON span.cost_year = cost.year
    WHERE cost.kind = 'fiscal'
    GROUP BY member.family_id
)

SELECT
    family.family_id,
    span.cost_year::INTEGER AS cost_year,
    CASE WHEN withheld IS NULL THEN coalesce(at_once.services, 0) END::UINTEGER AS services_at_once,
    CASE WHEN withheld IS NULL THEN coalesce(at_once.agencies, 0) END::UINTEGER AS agencies_at_once,
    family.services,
    family.agencies,
    CASE WHEN withheld IS NULL THEN coalesce(met.teams, 0) END::UINTEGER AS teams,
    CASE WHEN withheld IS NULL THEN coalesce(met.contacts, 0) END::UINTEGER AS contacts,
    CASE WHEN withheld IS NULL THEN coalesce(assessed.assessments, 0) END::UINTEGER AS assessments,
    CASE WHEN withheld IS NULL THEN coalesce(assessed.repeated, 0) END::UINTEGER AS repeated_assessments,
    CASE WHEN withheld IS NULL THEN coalesce(assessed.low_pence, 0) END AS repeated_low_pence,
    CASE WHEN withheld IS NULL THEN coalesce(assessed.amount_pence, 0) END AS repeated_pence,
    CASE WHEN withheld IS NULL THEN coalesce(assessed.high_pence, 0) END AS repeated_high_pence,
    CASE WHEN withheld IS NULL THEN coalesce(crossed.conflicts, 0) END::UINTEGER AS conflicts,
    CASE WHEN withheld IS NULL THEN coalesce(spent.low_pence, 0) END AS cost_low_pence,
    CASE WHEN withheld IS NULL THEN coalesce(spent.amount_pence, 0) END AS cost_pence,
    CASE WHEN withheld IS NULL THEN coalesce(spent.high_pence, 0) END AS cost_high_pence,
    family.withheld
FROM family
CROSS JOIN span
LEFT JOIN at_once USING (family_id)
LEFT JOIN met USING (family_id)
LEFT JOIN assessed USING (family_id)
LEFT JOIN crossed USING (family_id)
LEFT JOIN spent USING (family_id)
