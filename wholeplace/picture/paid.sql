-- Amounts that sources report as paid, each with its days and with whose money it is. A step on the way, not stored.
--
-- * A balance (what somebody owes on a day) is no cost and is left out; so is an amount without a start, one that ends
--   before it starts, one that begins after the place's own date, and one whose period of support was withheld.
-- * An amount a day, week, month or year falls on every day from its first up to, not including, its last; an open one
--   up to the day on which its source was looked at; a single amount on its first day. Nothing falls on days after the
--   month of the person's death.
-- * The same amount of one item, for one person from one day and source, reported more than once, is one; its latest
--   end stands.
-- * Payer, fund, kind, and how many weeks of a year a weekly amount falls in are those of wholeplace/data/
--   prices_reported.csv; for an item that is not there, the payer that the source names, else the source's agency.
-- * `line` is that of the period of support which the same line of the extract reports, if any: on its days no price is
--   put on that line (see bearing.sql). A state that several items price has the amount for the first of them.
-- * `per_day` / `days`: the part of the amount that falls on one day.

WITH main_line AS (
    SELECT track, name, arg_min_null(line, number) AS line
    FROM price_for
    WHERE of = 'period'
    GROUP BY track, name
)

SELECT
    person_money.person_id,
    person_money.source,
    source_stated.service,
    person_money.item,
    person_money.amount_pence,
    person_money.per,
    coalesce(price_reported.payer, person_money.payer, source_stated.agency) AS payer,
    price_reported.fund,
    coalesce(price_reported.kind, 'fiscal') AS kind,
    price_for.line,
    CASE person_money.per
        WHEN 'week' THEN coalesce(price_reported.weeks_a_year, 52)
        WHEN 'month' THEN 48
        WHEN 'year' THEN 4
        ELSE 1
    END::BIGINT AS per_day,
    CASE person_money.per WHEN 'week' THEN 364 WHEN 'month' THEN 1461 WHEN 'year' THEN 1461 ELSE 1 END::BIGINT AS days,
    person_money.from_date,
    max(
        least(
            CASE
                WHEN person_money.per = 'once' OR person_money.to_date = person_money.from_date
                    THEN person_money.from_date + 1
                ELSE coalesce(person_money.to_date, DATE '9999-12-31')
            END,
            CASE
                WHEN person_money.to_date <= getvariable('as_of') THEN person_money.to_date + 1
                ELSE greatest(coverage.as_of, person_money.from_date) + 1
            END,
            person.death_month + INTERVAL 1 MONTH
        )
    )::DATE AS until
FROM person_money
INNER JOIN source_stated USING (source)
INNER JOIN coverage USING (source)
LEFT JOIN price_reported USING (item)
LEFT JOIN person_spell
    ON person_spell.fact_id = person_money.fact_id AND person_spell.person_id = person_money.person_id
LEFT JOIN main_line AS price_for ON price_for.track = person_spell.track AND price_for.name = person_spell.state
LEFT JOIN person ON person.person_id = person_money.person_id
WHERE person_money.per <> 'balance'
    AND person_spell.withheld IS NULL
    AND person_money.from_date <= getvariable('as_of')
    AND (person_money.to_date IS NULL OR person_money.to_date >= person_money.from_date)
    AND coalesce(person_money.from_date < person.death_month + INTERVAL 1 MONTH, true)
GROUP BY ALL
