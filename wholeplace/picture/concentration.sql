-- How few families account for how much cost, year by year.
--
-- * Each person counts with the first of their families by number, whose cost then holds the person's once; somebody of
--   no family counts alone. Members are those of the place's own date (see member.sql). Everybody linked counts,
--   whether or not they cost anything.
-- * Families (and people alone) are ranked by what they cost in one financial year, dearest first, each kind of cost by
--   itself. `families` are the top `top_percent` of them, rounded up.
-- * `amount_pence` is what these cost, with its range, and `share` their part of the cost of all, to six places; in
--   all (`payer` null) and by payer. The ranking is that of all payers together.

WITH unit AS (
    SELECT person_id, coalesce(min(member.family_id), person_id) AS unit
    FROM person
    LEFT JOIN member USING (person_id)
    GROUP BY person_id
),

units AS (SELECT count(DISTINCT unit) AS number FROM unit),

spent AS (
    SELECT
        unit.unit,
        cost.year,
        cost.kind,
        cost.payer,
        sum(cost.low_pence)::BIGINT AS low_pence,
        sum(cost.amount_pence)::BIGINT AS amount_pence,
        sum(cost.high_pence)::BIGINT AS high_pence
    FROM cost
    INNER JOIN unit USING (person_id)
    GROUP BY unit.unit, cost.year, cost.kind, cost.payer
),

ranked AS (
    SELECT
        unit,
        year,
        kind,
        row_number() OVER (PARTITION BY year, kind ORDER BY sum(amount_pence) DESC, unit) AS rank
    FROM spent
    GROUP BY unit, year, kind
),

top AS (
    SELECT percent AS top_percent, (units.number * percent + 99) // 100 AS families
    FROM units
    CROSS JOIN (SELECT unnest([1, 5, 10, 20, 50]) AS percent)
)

SELECT
    spent.year,
    spent.kind,
    top.top_percent::UINTEGER AS top_percent,
    spent.payer,
    any_value(top.families)::UINTEGER AS families,
    (sum(spent.low_pence) FILTER (ranked.rank <= top.families))::BIGINT AS low_pence,
    (sum(spent.amount_pence) FILTER (ranked.rank <= top.families))::BIGINT AS amount_pence,
    (sum(spent.high_pence) FILTER (ranked.rank <= top.families))::BIGINT AS high_pence,
    round(
        (sum(spent.amount_pence) FILTER (ranked.rank <= top.families))::DOUBLE
            / nullif(sum(spent.amount_pence), 0)::DOUBLE,
        6
    ) AS share
FROM spent
INNER JOIN ranked USING (unit, year, kind)
CROSS JOIN top
GROUP BY GROUPING SETS (
    (spent.year, spent.kind, top.top_percent), (spent.year, spent.kind, top.top_percent, spent.payer)
)
