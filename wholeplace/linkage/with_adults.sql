-- What speaks for children's living where the adults of their home live: a point and a half for each such place, so
-- that children move with their household where no source says where they are.
--
-- The adults of a child's home are those at least 15 years older who lived with the child at any time. The child is
-- at no place before first being seen anywhere, and follows nobody to a hidden one, nor from 18 on.
WITH child AS (
  SELECT person_id, birth_month, CAST(birth_month + to_years(18) AS DATE) AS grown
  FROM born
  WHERE birth_month > getvariable('as_of') - to_years(23)
),
open AS (
  SELECT * FROM residence WHERE NOT hidden
),
first_seen AS (
  SELECT person_id, min(from_date) AS day FROM sighting WHERE form <> 'dated' GROUP BY person_id
),
adult AS (
  SELECT DISTINCT here.person_id, there.person_id AS adult
  FROM open AS here
  JOIN child USING (person_id)
  JOIN open AS there ON there.place = here.place AND there.from_date < least(here.to_date, grown)
    AND here.from_date < least(there.to_date, getvariable('as_of'))
  JOIN born ON born.person_id = there.person_id AND born.birth_month < child.birth_month - to_years(15)
  WHERE here.from_date < grown
),
followed AS (
  SELECT DISTINCT
    adult.person_id, place,
    greatest(open.from_date, birth_month, day) AS from_date,
    least(open.to_date, grown) AS to_date
  FROM adult
  JOIN child USING (person_id)
  JOIN open ON open.person_id = adult.adult
  LEFT JOIN first_seen ON first_seen.person_id = adult.person_id
)
SELECT
  person_id, place, FALSE AS hidden, 'home' AS kind, 'with adults' AS source, 'with' AS form, from_date, to_date,
  1.5 AS points
FROM followed
WHERE from_date < to_date
