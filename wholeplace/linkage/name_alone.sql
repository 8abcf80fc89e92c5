-- Records with no birth date, and no address that has told whose they are, such as many of the police. Of everybody in
-- the place of known birth date, not of another sex, who is alike in both names, each goes to the only one
--
--   1  who was living at the postcode of something that happened to them, on its day
--   2  for records with no address at all: whose name is so rare that nobody else, whether known to any source or not, is likely to bear it
--
-- For 2 the number of others is reckoned: people of whom no source tells (`unseen`, a share of those known), by the
-- share who bear the given name, by the share who bear the family name, by how much oftener than by chance two people
-- who share the one share the other (names keep company: `company`, from this place). It must be under `doubt`.
WITH bearer AS MATERIALIZED (
  SELECT DISTINCT spelling.label, given_sound, family_sound
  FROM spelling
  JOIN life USING (label)
  WHERE life.born
),
people AS (SELECT count(DISTINCT label) AS people FROM bearer),
given AS (SELECT given_sound, count(*) AS bearers FROM bearer GROUP BY given_sound),
family AS (SELECT family_sound, count(*) AS bearers FROM bearer GROUP BY family_sound),
whole AS (SELECT given_sound, family_sound, count(*) AS bearers FROM bearer GROUP BY ALL),
company AS (
  SELECT greatest(1.0,
    (SELECT sum(CAST(bearers AS HUGEINT) * (bearers - 1)) FROM whole) * power((SELECT people FROM people), 2)
    / nullif((SELECT sum(CAST(bearers AS HUGEINT) * bearers) FROM given)
      * CAST((SELECT sum(CAST(bearers AS HUGEINT) * bearers) FROM family) AS DOUBLE), 0)
  ) AS company
),
sought AS MATERIALIZED (
  SELECT spelling.*, life.sex
  FROM spelling
  JOIN life USING (label)
  WHERE NOT life.born AND length(given) > 1
),
-- 1: by the day and the postcode.
there AS (
  SELECT DISTINCT scene.label AS l, stay.label AS r
  FROM scene
  JOIN stay USING (postcode)
  JOIN life AS u ON u.label = scene.label AND NOT u.born
  JOIN life AS o ON o.label = stay.label AND o.born
  WHERE coalesce(stay.from_date <= scene.day, TRUE) AND coalesce(scene.day < stay.to_date, TRUE)
),
at_scene AS (
  SELECT DISTINCT l, r
  FROM there
  JOIN sought AS a ON a.label = l
  JOIN spelling AS b ON b.label = r
  JOIN life AS o ON o.label = r
  WHERE length(b.given) > 1
    AND (a.sex IS NULL OR o.sex IS NULL OR a.sex = o.sex)
    AND (a.given_sound = b.given_sound OR list_has_any(a.given_roots, b.given_roots)
      OR coalesce(a.given = b.preferred, FALSE)
      OR (left(a.given, 1) = left(b.given, 1) AND jaro_winkler_similarity(a.given, b.given) >= 0.9))
    AND (a.family_sound = b.family_sound OR list_has_any(a.family_roots, b.family_roots)
      OR list_has_any(a.family_parts, b.family_parts)
      OR (left(a.family, 1) = left(b.family, 1) AND jaro_winkler_similarity(a.family, b.family) >= 0.9))
),
-- 2: by the name alone, as written or, where it is long enough, as it sounds.
by_name AS (
  SELECT DISTINCT a.label AS l, b.label AS r, given.bearers AS given_bearers, family.bearers AS family_bearers
  FROM sought AS a
  JOIN spelling AS b USING (given_sound, family_sound)
  JOIN given USING (given_sound)
  JOIN family USING (family_sound)
  JOIN life AS o ON o.label = b.label AND o.born
  WHERE (a.sex IS NULL OR o.sex IS NULL OR a.sex = o.sex)
    AND (a.given = b.given OR length(a.given) >= 5)
),
rare AS (
  SELECT by_name.l, by_name.r
  FROM by_name, people, company
  WHERE getvariable('unseen') * given_bearers * family_bearers * company / people <= getvariable('doubt')
  QUALIFY count(DISTINCT r) OVER (PARTITION BY l) = 1
),
chosen AS (
  SELECT l, r, 1 AS level
  FROM at_scene
  QUALIFY count(*) OVER (PARTITION BY l) = 1
  UNION ALL
  SELECT l, r, 2
  FROM rare
  ANTI JOIN at_scene USING (l)
  JOIN life AS u ON u.label = l
  JOIN life AS o ON o.label = r
  -- Somebody whose address nobody of the name was ever at is most likely somebody else. And a source that opens one
  -- file for a person does not have two of the same.
  WHERE l NOT IN (SELECT label FROM stay) AND NOT list_has_any(u.once, o.sources)
)
SELECT
  least(a.n, b.n) AS a, greatest(a.n, b.n) AS b,
  [0.975, 0.95][level] AS score,
  ['names, postcode and day of an incident', 'names that nobody else is likely to bear'][level] AS why
FROM chosen
JOIN life AS a ON a.label = chosen.l
JOIN life AS b ON b.label = chosen.r
ORDER BY a, b
