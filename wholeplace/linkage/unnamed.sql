-- Records with a birth date and no name, such as the rest of a household that applied as homeless. They are linked
-- to the one person of that very birth date, and not of another sex, who shares an address or a household group
-- with someone whom the source names in their household.
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
tied AS (
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
  SELECT n, label
  FROM fitting
  QUALIFY count(DISTINCT label) OVER (PARTITION BY n) = 1
    AND count(DISTINCT n) OVER (PARTITION BY group_id, label) = 1
)
SELECT DISTINCT least(chosen.n, first.n) AS a, greatest(chosen.n, first.n) AS b, 0.995 AS score,
  'birth date, household' AS why
FROM chosen
JOIN (SELECT label, min(n) AS n FROM dated GROUP BY label) AS first USING (label)
ORDER BY a, b
