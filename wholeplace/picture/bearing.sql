-- Days on which a person's periods of support, or a circumstance that costs others time, bear a price. A step on the
-- way, not stored.
--
-- * Which item prices what, and on which line, is said in wholeplace/data/prices_for.csv. Of all that one person has on
--   one line on one day, only the most intensive state counts (precedence in the system map). A state may be on several
--   lines: a child in care has a placement, and a social worker.
-- * Days on which a source reports an amount for a period of the line bear no price: the amount stands instead. They
--   have rows without an item here.
-- * Only days that a source vouches for count (`known_to`, see spell.sql). A circumstance of the person's own counts
--   as long as sources vouch for it too (`known_to`, see exposure.sql). Nothing counts after the month of death.
-- * Only items priced by time are here; what is priced once counts on the first day of a period (see cost.sql).

WITH borne AS (
    SELECT
        spell.person_id,
        price_for.line,
        price_for.item,
        system_state.precedence,
        spell.from_date,
        least(spell.known_to, person.death_month + INTERVAL 1 MONTH)::DATE AS until
    FROM spell
    INNER JOIN price_for ON price_for.of = 'period' AND price_for.track = spell.track AND price_for.name = spell.state
    INNER JOIN system_state ON system_state.track = spell.track AND system_state.state = spell.state
    LEFT JOIN person ON person.person_id = spell.person_id
    WHERE price_for.by_time
    UNION ALL
    SELECT person_id, line, '' AS item, -1 AS precedence, from_date, until
    FROM paid
    WHERE line IS NOT NULL
    UNION ALL
    SELECT
        exposure.person_id,
        price_for.line,
        price_for.item,
        0 AS precedence,
        exposure.from_date,
        least(exposure.known_to, person.death_month + INTERVAL 1 MONTH)::DATE AS until
    FROM exposure
    INNER JOIN price_for ON price_for.of = 'factor' AND price_for.name = exposure.factor
    LEFT JOIN person ON person.person_id = exposure.person_id
    WHERE exposure.holder = 'self' AND price_for.by_time
),

usable AS (FROM borne WHERE until > from_date),

slice AS (  -- the days of a line cut wherever anything begins or ends
    SELECT person_id, line, day AS from_date, lead(day) OVER (PARTITION BY person_id, line ORDER BY day) AS until
    FROM (
        SELECT person_id, line, from_date AS day FROM usable
        UNION
        SELECT person_id, line, until AS day FROM usable
    )
),

won AS (
    SELECT
        slice.person_id,
        slice.line,
        slice.from_date,
        slice.until,
        min_by(usable.item, (usable.precedence, usable.item)) AS item
    FROM slice
    INNER JOIN usable
        ON usable.person_id = slice.person_id
        AND usable.line = slice.line
        AND usable.from_date < slice.until
        AND usable.until > slice.from_date
    GROUP BY slice.person_id, slice.line, slice.from_date, slice.until
),

numbered AS (
    SELECT *, count(*) FILTER (is_first) OVER (PARTITION BY person_id, line ORDER BY from_date) AS number
    FROM (
        SELECT
            *,
            lag(item) OVER by_day IS DISTINCT FROM item
                OR lag(until) OVER by_day IS DISTINCT FROM from_date AS is_first
        FROM won
        WINDOW by_day AS (PARTITION BY person_id, line ORDER BY from_date)
    )
)

SELECT person_id, line, nullif(item, '') AS item, min(from_date) AS from_date, max(until) AS until
FROM numbered
GROUP BY person_id, line, item, number
