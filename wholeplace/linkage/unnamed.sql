-- Records with a birth date and no name, such as the rest of a household that applied as homeless. Each goes to the one
-- person, not of another sex,
--
--   1  of that very birth date who shares an address or a household group with someone whom the source names in their
--      household
--   2  if there is none: of nearly that date (one digit, one day, the wrong way round, only the year known) at an address of
--      such a one where few ever were
--   3  if there is none either: of that very date who bears the family name of such a one, where it is not common
--
-- A birth date and a home tell twins from nobody: where two are of that date there, or two of the household are,
-- none is linked. Nor is a child whom no record gives the family name of anybody named in the household, and who was
-- first seen after them: a child adopted since is such a one.
WITH companion AS MATERIALIZED (
  SELECT DISTINCT u.n, u.group_id, o.label AS companion
  FROM member AS u
  JOIN nameless USING (n)
  JOIN member AS o USING (group_id)
  WHERE o.named
),
same_day AS MATERIALIZED (
  SELECT DISTINCT nameless.n, dated.label
  FROM nameless
  JOIN dated USING (birth_date)
  WHERE nameless.sex IS NULL OR dated.sex IS NULL OR nameless.sex = dated.sex
),
exact AS MATERIALIZED (
  SELECT n, group_id, same_day.label
  FROM same_day
  JOIN companion USING (n)
  JOIN stay AS here ON here.label = companion.companion
  JOIN stay AS there ON there.label = same_day.label AND there.place = here.place
  UNION
  SELECT same_day.n, companion.group_id, same_day.label
  FROM same_day
  JOIN companion USING (n)
  JOIN member AS here ON here.label = companion.companion
  JOIN member AS there ON there.label = same_day.label AND there.group_id = here.group_id
),
-- Who in the household is named how, and since when it was known.
household AS MATERIALIZED (
  SELECT group_id, list(DISTINCT family_sound) AS families, min(seen_from) AS since
  FROM member
  WHERE named
  GROUP BY group_id
),
left_over AS MATERIALIZED (
  SELECT n, group_id, companion
  FROM companion
  ANTI JOIN exact USING (n)
),
small AS (
  SELECT place FROM stay GROUP BY place HAVING count(*) <= getvariable('company_size')
),
around AS MATERIALIZED (
  SELECT DISTINCT n, group_id, there.label
  FROM left_over
  JOIN stay AS here ON here.label = left_over.companion
  JOIN stay AS there ON there.place = here.place
  SEMI JOIN small ON small.place = here.place
),
almost AS MATERIALIZED (
  SELECT DISTINCT n, group_id, label
  FROM around
  JOIN nameless USING (n)
  JOIN dated USING (label)
  WHERE (nameless.sex IS NULL OR dated.sex IS NULL OR nameless.sex = dated.sex)
    AND (hamming(nameless.digits, dated.digits) = 1
      OR abs(date_diff('day', nameless.birth_date, dated.birth_date)) = 1
      OR (left(nameless.digits, 4) = left(dated.digits, 4) AND (
        right(nameless.digits, 4) = right(dated.digits, 2) || substr(dated.digits, 5, 2)
        OR '0101' IN (right(nameless.digits, 4), right(dated.digits, 4))
      )))
),
uncommon AS (
  SELECT family_sound
  FROM dated
  GROUP BY family_sound
  HAVING count(DISTINCT label) < getvariable('common') * (SELECT count(DISTINCT label) FROM dated)
),
kin AS (
  SELECT DISTINCT n, group_id, label
  FROM (SELECT DISTINCT n, group_id FROM left_over)
  ANTI JOIN almost USING (n)
  JOIN same_day USING (n)
  JOIN household USING (group_id)
  JOIN dated USING (label)
  SEMI JOIN uncommon USING (family_sound)
  WHERE list_contains(families, family_sound)
),
tied AS MATERIALIZED (
  SELECT *, 1 AS level FROM exact
  UNION ALL
  SELECT *, 2 FROM almost
  UNION ALL
  SELECT *, 3 FROM kin
),
called AS MATERIALIZED (
  SELECT label, list(DISTINCT family_sound) AS families, min(seen_from) AS since, bool_or(young) AS young
  FROM dated
  WHERE label IN (SELECT label FROM tied)
  GROUP BY label
),
fitting AS (
  SELECT tied.*
  FROM tied
  JOIN household USING (group_id)
  JOIN called USING (label)
  WHERE NOT called.young
    OR list_has_any(called.families, household.families)
    OR coalesce(called.since <= household.since, FALSE)
),
chosen AS (
  SELECT n, label, level
  FROM fitting
  QUALIFY count(DISTINCT label) OVER (PARTITION BY n) = 1
    AND count(DISTINCT n) OVER (PARTITION BY group_id, label) = 1
)
SELECT DISTINCT
  least(chosen.n, first.n) AS a, greatest(chosen.n, first.n) AS b,
  [0.995, 0.98, 0.97][level] AS score,
  [
    'birth date, household', 'birth date nearly the same, household', 'birth date, family name of the household'
  ][level] AS why
FROM chosen
JOIN (SELECT label, min(n) AS n FROM dated GROUP BY label) AS first USING (label)
ORDER BY a, b
