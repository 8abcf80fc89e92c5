-- Pairs of people so far who may be one, each with all that their records say of birth, home and sex: those of whom
-- some birth dates are the same or nearly so, and who share a home, a name by sound, or the whole date and a name.
--
--   birth    1 a date the same; 2 one the wrong way round, one digit, one day or one year off, or of which only the year was
--            known (the first of January)
--   home     1 an address in common; 2 a postcode; 3 neither
WITH near AS MATERIALIZED (
  SELECT DISTINCT a.label AS l, b.label AS r
  FROM stay AS a
  JOIN stay AS b USING (place)
  WHERE a.label < b.label
  UNION
  SELECT a.label, b.label
  FROM spelling AS a
  JOIN spelling AS b USING (given_sound, family_sound)
  WHERE a.label < b.label AND a.bearers <= getvariable('most_bearers')
  UNION
  SELECT a.label, b.label
  FROM named_born AS a
  JOIN named_born AS b USING (born, family_sound)
  WHERE a.label < b.label
  UNION
  SELECT a.label, b.label
  FROM named_born AS a
  JOIN named_born AS b USING (born, given_sound)
  WHERE a.label < b.label
),
dated AS MATERIALIZED (
  SELECT
    near.l, near.r,
    min(CASE
      WHEN a.born = b.born THEN 1
      WHEN hamming(a.digits, b.digits) = 1 OR abs(date_diff('day', a.born, b.born)) = 1 OR (
        right(a.digits, 4) = right(b.digits, 4) AND abs(date_diff('year', a.born, b.born)) = 1
      ) OR (
        left(a.digits, 4) = left(b.digits, 4) AND (
          right(a.digits, 4) = right(b.digits, 2) || substr(b.digits, 5, 2)
          OR '0101' IN (right(a.digits, 4), right(b.digits, 4))
        )) THEN 2
    END) AS birth
  FROM near
  JOIN birth AS a ON a.label = near.l
  JOIN birth AS b ON b.label = near.r
  GROUP BY near.l, near.r
  HAVING birth IS NOT NULL
),
-- In two steps, so that homes are only ever looked up for people and never matched with each other.
first_home AS MATERIALIZED (
  SELECT dated.l, dated.r, stay.place, stay.postcode
  FROM dated
  JOIN stay ON stay.label = dated.l
),
placed AS (
  SELECT
    a.l, a.r,
    min(CASE WHEN a.place = b.place THEN 1 WHEN a.postcode = b.postcode THEN 2 END) AS home
  FROM first_home AS a
  JOIN stay AS b ON b.label = a.r
  GROUP BY a.l, a.r
)
SELECT l, r, birth, coalesce(home, 3) AS home
FROM dated
LEFT JOIN placed USING (l, r)
