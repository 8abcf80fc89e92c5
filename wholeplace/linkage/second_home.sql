-- Children's second homes: a place where a register or a school has a child now, other than the child's home, while an
-- adult lives there who is the child's parent by a tie, or has the child's family name and could be one by age.
-- Without such an adult it is most likely an address that nobody brought up to date.
WITH child AS (
  SELECT person_id, birth_month, CAST(birth_month + to_years(18) AS DATE) AS grown
  FROM born
  WHERE birth_month > getvariable('as_of') - to_years(18)
),
own AS (
  SELECT
    person_id, place, min(support.from_date) AS from_date, max(support.to_date) AS to_date,
    array_to_string(list_sort(list(DISTINCT source)), ', ') AS sources
  FROM support
  JOIN child USING (person_id)
  WHERE form IN ('listed', 'seen') AND points > 1 AND NOT hidden
  GROUP BY person_id, place
),
named AS MATERIALIZED (
  SELECT person_id, list(DISTINCT family) AS families FROM dealing WHERE family IS NOT NULL GROUP BY person_id
),
elsewhere AS MATERIALIZED (
  SELECT own.person_id, own.place, residence.person_id AS adult, residence.from_date, residence.to_date
  FROM own
  ANTI JOIN residence AS main ON main.person_id = own.person_id
    AND (main.place = own.place OR main.hidden)
    AND main.from_date <= getvariable('as_of') AND main.to_date > getvariable('as_of')
  JOIN residence ON residence.place = own.place AND NOT residence.hidden
  JOIN born ON born.person_id = residence.person_id
  JOIN child ON child.person_id = own.person_id AND born.birth_month < child.birth_month - 15 * 365
),
adult AS (
  SELECT DISTINCT elsewhere.*
  FROM elsewhere
  LEFT JOIN named AS l ON l.person_id = elsewhere.person_id
  LEFT JOIN named AS r ON r.person_id = elsewhere.adult
  LEFT JOIN parent ON parent.child = elsewhere.person_id AND parent.adult = elsewhere.adult
  WHERE parent.child IS NOT NULL OR list_has_any(l.families, r.families)
),
there AS (
  SELECT
    own.person_id, own.place, own.sources,
    greatest(own.from_date, min(adult.from_date)) AS from_date,
    least(own.to_date, max(adult.to_date), any_value(grown)) AS to_date
  FROM own
  JOIN child USING (person_id)
  JOIN adult USING (person_id, place)
  GROUP BY own.person_id, own.place, own.sources, own.from_date, own.to_date
)
SELECT person_id, place, FALSE AS hidden, from_date, to_date, sources
FROM there
WHERE from_date <= getvariable('as_of') AND to_date > getvariable('as_of')
ORDER BY ALL
