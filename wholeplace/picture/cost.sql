-- What each person's services, contacts and circumstances cost, whom, and out of which fund, year by year.
--
-- * Years are financial years, the last report.years of them up to the place's own date. What runs on over the end of
--   a year is cut there, so that each row lies within one.
-- * `basis` is `reported` where a source says what was paid (see paid.sql), else `priced`: units times the price of
--   that year (docs/prices.md; `price_basis` says how the price came to it). Amounts are those of the year itself and
--   not of today's prices.
-- * Periods priced by time cost a price for each day that bears it (see bearing.sql); those priced once cost it on
--   their first day, unless a source reports an amount for the line on that day.
-- * A contact costs its price unless it lies on a line that bears a price, or is reported as paid, on that day: the
--   periods of that line are priced with their contacts. A price for a contact of one service comes before one for any.
--   All contacts of one person, item, service and year are one row.
-- * An item may have several payers: a row each. `low_pence` and `high_pence` are the price's range; for a reported
--   amount both are the amount.
-- * `kind` is fiscal, economic, social, or transfer (money that passes to the household). Kinds are not added up.
-- * What has no price is no row, and not free of cost: prices_for.csv says why.
-- * `service` is that of the contact or of the source that reports the amount; of a priced period, the one whose
--   sources report most periods with that item.

WITH item_service AS (
    SELECT item, first(service ORDER BY claims DESC, service) AS service
    FROM (
        SELECT price_for.item, claim.service, count(*) AS claims
        FROM claim
        INNER JOIN price_for
            ON price_for.of = 'period' AND price_for.track = claim.track AND price_for.name = claim.state
        GROUP BY price_for.item, claim.service
    )
    GROUP BY item
),

item_use AS (
    SELECT
        item,
        line,
        coalesce(item_service.service, max(price_for.service)) AS service,
        max(round(100 * coalesce(price_for.units, 1)))::BIGINT AS units
    FROM price_for
    LEFT JOIN item_service USING (item)
    WHERE price_for.of IN ('period', 'factor') AND price_for.item IS NOT NULL
    GROUP BY item, line, item_service.service
),

by_time AS (
    SELECT
        bearing.person_id,
        bearing.item,
        item_use.service,
        cost_year.year,
        greatest(bearing.from_date, cost_year.first_day) AS from_date,
        least(bearing.until, cost_year.next_day) AS to_date,
        item_use.units,
        datediff('day', greatest(bearing.from_date, cost_year.first_day), least(bearing.until, cost_year.next_day))
            AS days
    FROM bearing
    INNER JOIN item_use ON item_use.item = bearing.item AND item_use.line = bearing.line
    INNER JOIN cost_year ON cost_year.first_day < bearing.until AND cost_year.next_day > bearing.from_date
),

started AS (
    SELECT spell.person_id, price_for.item, item_use.service, spell.from_date AS date, item_use.units
    FROM spell
    INNER JOIN price_for ON price_for.of = 'period' AND price_for.track = spell.track AND price_for.name = spell.state
    INNER JOIN item_use ON item_use.item = price_for.item AND item_use.line = price_for.line
    LEFT JOIN person ON person.person_id = spell.person_id
    WHERE NOT price_for.by_time
        AND coalesce(spell.from_date < person.death_month + INTERVAL 1 MONTH, true)
        AND NOT EXISTS (
            FROM paid
            WHERE paid.person_id = spell.person_id
                AND paid.line = price_for.line
                AND paid.from_date <= spell.from_date
                AND paid.until > spell.from_date
        )
),

met AS (
    SELECT
        contact.person_id,
        price_for.item,
        contact.service,
        contact.date,
        round(100 * coalesce(price_for.units, 1))::BIGINT AS units,
        price_for.line
    FROM contact
    INNER JOIN (
        SELECT known_kind.service, known_kind.kind, max_by(price_for.number, price_for.service) AS number
        FROM (SELECT DISTINCT service, kind FROM contact) AS known_kind
        INNER JOIN price_for
            ON price_for.of = 'contact'
            AND price_for.name = known_kind.kind
            AND price_for.service IN ('', known_kind.service)
        GROUP BY known_kind.service, known_kind.kind
    ) AS chosen USING (service, kind)
    INNER JOIN price_for USING (number)
    WHERE price_for.item IS NOT NULL
),

once AS (
    SELECT person_id, item, service, date, units FROM started
    UNION ALL
    SELECT person_id, item, service, date, units
    FROM met
    WHERE NOT EXISTS (
        FROM bearing
        WHERE bearing.person_id = met.person_id
            AND bearing.line = met.line
            AND bearing.from_date <= met.date
            AND bearing.until > met.date
    )
),

counted AS (
    SELECT
        person_id,
        item,
        service,
        year,
        min(date) AS from_date,
        max(date) + 1 AS to_date,
        sum(units)::BIGINT AS units,
        NULL::BIGINT AS days
    FROM once
    INNER JOIN cost_year ON cost_year.first_day <= once.date AND cost_year.next_day > once.date
    GROUP BY person_id, item, service, year
),

used AS (  -- `part` / `whole`: units of the item in it, times 100
    SELECT
        used.*,
        price.* EXCLUDE (item, year, days, per_day),
        CASE WHEN used.days IS NULL THEN used.units ELSE used.units * used.days * price.per_day END AS part,
        CASE WHEN used.days IS NULL THEN 100 ELSE 100 * price.days END AS whole
    FROM (FROM by_time UNION ALL FROM counted) AS used
    INNER JOIN price ON price.item = used.item AND price.year = used.year
),

paid_in_year AS (
    SELECT
        paid.*,
        cost_year.year,
        greatest(paid.from_date, cost_year.first_day) AS first_day,
        least(paid.until, cost_year.next_day) AS next_day
    FROM paid
    INNER JOIN cost_year ON cost_year.first_day < paid.until AND cost_year.next_day > paid.from_date
),

paid_part AS (
    SELECT *, datediff('day', first_day, next_day) * per_day AS part FROM paid_in_year
)

SELECT
    person_id,
    item,
    service,
    payer,
    fund,
    kind,
    year,
    from_date,
    to_date,
    part / whole AS units,
    unit,
    (2 * low_pence * part + whole) // (2 * whole) AS low_pence,
    (2 * value_pence * part + whole) // (2 * whole) AS amount_pence,
    (2 * high_pence * part + whole) // (2 * whole) AS high_pence,
    'priced' AS basis,
    price_id,
    price_basis
FROM used
UNION ALL
SELECT
    person_id,
    item,
    service,
    payer,
    fund,
    kind,
    year,
    first_day,
    next_day,
    part / days,
    per,
    sign(amount_pence)::BIGINT * ((2 * abs(amount_pence) * part + days) // (2 * days)) AS low_pence,
    sign(amount_pence)::BIGINT * ((2 * abs(amount_pence) * part + days) // (2 * days)) AS amount_pence,
    sign(amount_pence)::BIGINT * ((2 * abs(amount_pence) * part + days) // (2 * days)) AS high_pence,
    'reported' AS basis,
    NULL AS price_id,
    NULL AS price_basis
FROM paid_part
