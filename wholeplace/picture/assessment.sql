-- Assessments of families, and which of their questions another team had asked them lately.
--
-- * An assessment is a contact of a kind that wholeplace/data/questions.csv lists: what is asked is said there, by law
--   or guidance. Contacts of one service and kind with any members of a family on one day are one assessment; a person
--   of several families is assessed in each. Members are those of the place's own date (see member.sql).
-- * A question is asked again where another team asked it of any member in the picture.overlap_months before, up to
--   and including that day (of two on one day, the later in the alphabet asks again). Another team is that of another
--   service, or a team of another name in the same service; where a team is not named, it is taken for the same.
-- * `amount_pence` is the price of the assessment (docs/prices.md, fiscal, all payers, of its own year, for each member
--   assessed) times the share of its questions that are asked again; 0 where none is, null where it has no price.
-- * Only financial years for which costs are told.

WITH asking AS (
    SELECT
        member.family_id,
        person_event.date,
        person_event.service,
        person_event.agency,
        person_event.kind,
        min(person_event.team) AS team,
        count(DISTINCT person_event.person_id) AS people
    FROM person_event
    INNER JOIN member USING (person_id)
    WHERE person_event.date <= getvariable('as_of') AND person_event.kind IN (SELECT kind FROM question)
    GROUP BY ALL
),

asked AS (
    SELECT DISTINCT asking.*, question.question
    FROM asking
    INNER JOIN question
        ON question.kind = asking.kind AND (question.service = '' OR question.service = asking.service)
),

again AS (
    SELECT
        asked.family_id,
        asked.date,
        asked.service,
        asked.agency,
        asked.kind,
        asked.question,
        array_to_string(list_sort(list_distinct(list(earlier.service))), ', ') AS asked_by
    FROM asked
    INNER JOIN asked AS earlier
        ON earlier.family_id = asked.family_id
        AND earlier.question = asked.question
        AND earlier.date >= asked.date - to_months(getvariable('overlap_months'))
        AND (earlier.date, earlier.service, earlier.agency, earlier.kind)
            < (asked.date, asked.service, asked.agency, asked.kind)
        AND (earlier.service <> asked.service OR earlier.team <> asked.team)
    GROUP BY ALL
),

told AS (
    SELECT
        asked.family_id,
        asked.date,
        asked.service,
        asked.agency,
        asked.kind,
        asked.team,
        asked.people,
        cost_year.year,
        array_to_string(list_sort(list(asked.question)), ', ') AS questions,
        nullif(array_to_string(list_sort(list(again.question) FILTER (again.question IS NOT NULL)), ', '), '')
            AS asked_again,
        nullif(
            array_to_string(list_sort(list_distinct(flatten(list(string_split(again.asked_by, ', ')) FILTER (
                again.question IS NOT NULL
            )))), ', '),
            ''
        ) AS asked_by,
        count(*) AS questions_count,
        count(again.question) AS again_count
    FROM asked
    INNER JOIN cost_year ON cost_year.first_day <= asked.date AND cost_year.next_day > asked.date
    LEFT JOIN again USING (family_id, date, service, agency, kind, question)
    GROUP BY ALL
),

use AS (  -- a price for a contact of one service comes before one for any
    SELECT told.kind, told.service, arg_max(price_for.item, price_for.service) AS item,
        round(100 * coalesce(arg_max_null(price_for.units, price_for.service), 1))::BIGINT AS units
    FROM (SELECT DISTINCT kind, service FROM told) AS told
    INNER JOIN price_for
        ON price_for.of = 'contact' AND price_for.name = told.kind AND price_for.service IN ('', told.service)
    WHERE price_for.item IS NOT NULL
    GROUP BY told.kind, told.service
),

priced AS (
    SELECT
        use.kind,
        use.service,
        price.year,
        any_value(use.units) AS units,
        sum(price.low_pence)::BIGINT AS low_pence,
        sum(price.value_pence)::BIGINT AS value_pence,
        sum(price.high_pence)::BIGINT AS high_pence
    FROM use
    INNER JOIN price ON price.item = use.item AND price.kind = 'fiscal'
    GROUP BY use.kind, use.service, price.year
)

SELECT
    family_id,
    date,
    service,
    agency,
    kind,
    team,
    people::UINTEGER AS people,
    questions,
    asked_again,
    asked_by,
    CASE WHEN again_count = 0 THEN 0
        ELSE (2 * priced.low_pence * units * people * again_count + 100 * questions_count) // (200 * questions_count)
    END AS low_pence,
    CASE WHEN again_count = 0 THEN 0
        ELSE (2 * priced.value_pence * units * people * again_count + 100 * questions_count) // (200 * questions_count)
    END AS amount_pence,
    CASE WHEN again_count = 0 THEN 0
        ELSE (2 * priced.high_pence * units * people * again_count + 100 * questions_count) // (200 * questions_count)
    END AS high_pence
FROM told
LEFT JOIN priced USING (kind, service, year)
