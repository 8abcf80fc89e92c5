-- People kept apart who share a number, of whom one shows a sign of adoption, or who are two children born on one
-- day under wholly different family names: most likely one child before and after an adoption, with a number
-- carried over. So are two born on one day with a declared relative in common, of whom one is first known after the
-- other shows a sign of adoption (a twin is known before). Nothing may show the two together.
WITH bearer AS (
  SELECT DISTINCT person_id, record_id, if(scheme = 'former_upn', 'upn', scheme) AS scheme, value
  FROM identifier
  JOIN person USING (record_id)
  WHERE scheme IN ('upn', 'former_upn', 'nhs_number', 'uln', 'nino')
),
shared AS MATERIALIZED (
  SELECT scheme, value
  FROM bearer
  GROUP BY scheme, value
  HAVING count(DISTINCT person_id) BETWEEN 2 AND 10
),
by_number AS (
  SELECT DISTINCT l.person_id AS person_id, r.person_id AS other_person_id
  FROM bearer AS l
  JOIN shared USING (scheme, value)
  JOIN bearer AS r USING (scheme, value)
  WHERE l.person_id <> r.person_id
),
kin AS MATERIALIZED (
  SELECT DISTINCT l.person_id AS person_id, r.person_id AS relative
  FROM (
    SELECT record_id, other_record_id FROM relation
    UNION
    SELECT other_record_id, record_id FROM relation
  ) AS ends
  JOIN person AS l ON l.record_id = ends.record_id
  JOIN person AS r ON r.record_id = ends.other_record_id
),
adopted AS MATERIALIZED (
  SELECT person_id, min(adopted_from) AS adopted_from, max(birth_date) AS birth_date
  FROM person
  GROUP BY person_id
  HAVING min(adopted_from) IS NOT NULL
),
by_kin AS (
  SELECT adopted.person_id AS person_id, later.person_id AS other_person_id
  FROM adopted
  JOIN kin AS l ON l.person_id = adopted.person_id
  JOIN kin AS r ON r.relative = l.relative AND r.person_id <> adopted.person_id
  JOIN person AS later ON later.person_id = r.person_id AND later.birth_date = adopted.birth_date
  GROUP BY adopted.person_id, later.person_id
  HAVING min(later.seen_from) >= min(adopted.adopted_from)
),
two AS (
  SELECT * FROM by_number
  UNION
  SELECT * FROM by_kin
  UNION
  SELECT other_person_id, person_id FROM by_kin
),
sign AS MATERIALIZED (
  SELECT
    person_id, bool_or(adoption) AS adoption, bool_or(young) AS young,
    list(DISTINCT birth_date) FILTER (birth_date IS NOT NULL) AS born,
    list(DISTINCT family) FILTER (family IS NOT NULL) AS families,
    min(adopted_from) AS adopted_from
  FROM person
  WHERE person_id IN (SELECT person_id FROM two)
  GROUP BY person_id
)
SELECT DISTINCT two.person_id, two.other_person_id
FROM two
JOIN sign AS l ON l.person_id = two.person_id
JOIN sign AS r ON r.person_id = two.other_person_id
WHERE l.adoption OR r.adoption
  OR (l.young AND r.young AND list_has_any(l.born, r.born) AND NOT list_has_any(l.families, r.families))
ORDER BY ALL
