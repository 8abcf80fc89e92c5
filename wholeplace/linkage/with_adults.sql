-- What speaks for people's living where those of their home live: a point and a half for each such place.
--
-- Children move with their household where no source says where they are. The adults of a child's home are those at least
-- 15 years older who lived with the child at any time. The child is at no place before first being seen anywhere, and
-- follows nobody to a hidden one, nor from 18 on.
--
-- So do grown-ups of one family name who came to a place together, within a month, of whom only some are known to have had
-- a home before: married people and relatives move as they lived, and the account of a home often names one of them
-- alone. Of those of other names it is as likely that they only moved in together then.
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
),
-- The first home that anybody knows of.
first_home AS (
  SELECT person_id, place, from_date, to_date
  FROM open
  QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY from_date, to_date, place) = 1
),
named AS (
  SELECT DISTINCT person_id, family FROM dealing WHERE family IS NOT NULL
),
-- In steps, so that names are only ever looked up for people and never matched with each other.
company AS MATERIALIZED (
  SELECT
    first_home.person_id, own.family, first_home.place AS home, first_home.from_date AS came, along.person_id AS other,
    along.from_date AS moved
  FROM first_home
  JOIN named AS own USING (person_id)
  JOIN open AS along ON along.place = first_home.place AND along.person_id <> first_home.person_id
    AND along.from_date BETWEEN first_home.from_date - 31 AND first_home.from_date + 31
),
kin AS MATERIALIZED (
  SELECT DISTINCT company.person_id, home, came, other, moved
  FROM company
  JOIN named ON named.person_id = company.other AND named.family = company.family
),
moved_together AS (
  SELECT DISTINCT
    kin.person_id, place,
    greatest(open.from_date, day, birth_month) AS from_date, least(open.to_date, came) AS to_date
  FROM kin
  JOIN open ON open.person_id = kin.other AND place <> home AND open.to_date BETWEEN moved - 92 AND moved
  LEFT JOIN first_seen ON first_seen.person_id = kin.person_id
  LEFT JOIN born ON born.person_id = kin.person_id
)
SELECT
  person_id, place, FALSE AS hidden, 'home' AS kind, 'with adults' AS source, 'with' AS form, from_date, to_date,
  1.5 AS points
FROM (FROM followed UNION FROM moved_together)
WHERE from_date < to_date
