-- People kept apart who share a number, of whom one shows a sign of adoption, or who are two children born on one
-- day under wholly different family names: most likely one child before and after an adoption, with a number
-- carried over. Nothing may show the two together, so the number is shown of neither.
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
two AS (
  SELECT DISTINCT l.person_id AS person_id, r.person_id AS other_person_id
  FROM bearer AS l
  JOIN shared USING (scheme, value)
  JOIN bearer AS r USING (scheme, value)
  WHERE l.person_id <> r.person_id
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
