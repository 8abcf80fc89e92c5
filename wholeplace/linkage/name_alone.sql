-- Records with no birth date, and no address that has told whose they are, such as many of the police. Of everybody in
-- the place of known birth date, not of another sex, who is alike in both names, each goes to the only one, by what
-- tells most:
--
--   1  who was living at the postcode of something that happened to them, on its day
--   2  nobody, where somebody alike is at their very address: they could not be told from another there
--   3  to whom something happened at the postcode of their address while they were there
--   4  to whom something else happened at the postcode of what happened to them
--   5  who lived elsewhere with somebody who lived at their address: families move together
--   6  for records with no address at all: whose name is so rare that nobody else, whether known to any source or not,
--      is likely to bear it
--
-- An initial is enough for 1, as day and postcode tell much, and for 5. By 3, 5 and 6 nobody is found whom a source that
-- opens one file for a person knows already.
--
-- For 6 the number of others is reckoned: people of whom no source tells (`unseen`, a share of those known), by the
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
  SELECT
    spelling.label, given, family, given_sound, family_sound, given_roots, family_roots, family_parts, life.sex, life.once
  FROM spelling
  JOIN life USING (label)
  WHERE NOT life.born
),
-- Who was at which address, but for those where many ever were, which say little of who belongs to whom.
home AS MATERIALIZED (
  SELECT label, place, min(from_date) AS from_date, max(coalesce(to_date, DATE '9999-01-01')) AS to_date
  FROM stay
  WHERE place IS NOT NULL
  GROUP BY label, place
  QUALIFY count(*) OVER (PARTITION BY place) <= getvariable('company_size')
),
-- Where else those lived who lived with them.
moved AS MATERIALIZED (
  SELECT DISTINCT own.label AS l, beside.label AS with_them, elsewhere.place
  FROM home AS own
  JOIN life AS u ON u.label = own.label AND NOT u.born
  JOIN home AS beside ON beside.place = own.place AND beside.label <> own.label
    AND coalesce(own.from_date < beside.to_date, TRUE) AND coalesce(beside.from_date < own.to_date, TRUE)
  JOIN home AS elsewhere ON elsewhere.label = beside.label AND elsewhere.place <> own.place
),
met AS (
  SELECT scene.label AS l, stay.label AS r, 1 AS level
  FROM scene
  JOIN stay USING (postcode)
  JOIN life AS u ON u.label = scene.label AND NOT u.born
  JOIN life AS o ON o.label = stay.label AND o.born
  WHERE coalesce(stay.from_date <= scene.day, TRUE) AND coalesce(scene.day < stay.to_date, TRUE)
  UNION
  SELECT own.label, theirs.label, 2
  FROM home AS own
  JOIN life AS u ON u.label = own.label AND NOT u.born
  JOIN home AS theirs ON theirs.place = own.place
  JOIN life AS o ON o.label = theirs.label AND o.born
  UNION
  SELECT stay.label, scene.label, 3
  FROM scene
  JOIN stay USING (postcode)
  JOIN life AS u ON u.label = stay.label AND NOT u.born
  JOIN life AS o ON o.label = scene.label AND o.born
  WHERE coalesce(stay.from_date <= scene.day, TRUE) AND coalesce(scene.day < stay.to_date, TRUE)
  UNION
  SELECT own.label, other.label, 4
  FROM quiet AS own
  JOIN quiet AS other USING (postcode)
  JOIN life AS u ON u.label = own.label AND NOT u.born
  JOIN life AS o ON o.label = other.label AND o.born
  UNION
  SELECT l, theirs.label, 5
  FROM moved
  JOIN home AS theirs ON theirs.place = moved.place AND theirs.label <> moved.with_them
  JOIN life AS o ON o.label = theirs.label AND o.born
),
alike AS (
  SELECT DISTINCT l, r, level
  FROM met
  JOIN sought AS a ON a.label = l
  JOIN spelling AS b ON b.label = r
  JOIN life AS o ON o.label = r
  WHERE length(b.given) > 1
    AND (a.sex IS NULL OR o.sex IS NULL OR a.sex = o.sex)
    AND (level IN (1, 2, 4) OR NOT list_has_any(a.once, o.sources))
    AND if(length(a.given) = 1,
      level IN (1, 2, 5) AND a.given = left(b.given, 1),
      a.given_sound = b.given_sound OR list_has_any(a.given_roots, b.given_roots)
        OR coalesce(a.given = b.preferred, FALSE)
        OR (left(a.given, 1) = left(b.given, 1) AND jaro_winkler_similarity(a.given, b.given) >= 0.9))
    AND (a.family_sound = b.family_sound OR list_has_any(a.family_roots, b.family_roots)
      OR list_has_any(a.family_parts, b.family_parts)
      OR (left(a.family, 1) = left(b.family, 1) AND jaro_winkler_similarity(a.family, b.family) >= 0.9))
),
-- 6: by the name alone, as written or, where it is long enough, as it sounds.
by_name AS (
  SELECT DISTINCT a.label AS l, b.label AS r, given.bearers AS given_bearers, family.bearers AS family_bearers
  FROM sought AS a
  JOIN spelling AS b USING (given_sound, family_sound)
  JOIN given USING (given_sound)
  JOIN family USING (family_sound)
  JOIN life AS o ON o.label = b.label AND o.born
  WHERE (a.sex IS NULL OR o.sex IS NULL OR a.sex = o.sex)
    AND length(a.given) > 1
    AND (a.given = b.given OR length(a.given) >= 5)
),
rare AS (
  SELECT by_name.l, by_name.r
  FROM by_name, people, company
  WHERE getvariable('unseen') * given_bearers * family_bearers * company / people <= getvariable('doubt')
  QUALIFY count(DISTINCT r) OVER (PARTITION BY l) = 1
),
chosen AS (
  SELECT l, r, min(level) AS level
  FROM alike
  GROUP BY l, r
  QUALIFY min(level) = min(min(level)) OVER (PARTITION BY l)
    AND count(*) OVER (PARTITION BY l, min(level)) = 1
  UNION ALL
  SELECT l, r, 6
  FROM rare
  ANTI JOIN alike USING (l)
  JOIN life AS u ON u.label = l
  JOIN life AS o ON o.label = r
  -- Somebody whose address nobody of the name was ever at is most likely somebody else.
  WHERE l NOT IN (SELECT label FROM stay) AND NOT list_has_any(u.once, o.sources)
)
SELECT
  least(a.n, b.n) AS a, greatest(a.n, b.n) AS b,
  [0.975, NULL, 0.97, 0.965, 0.97, 0.95][level] AS score,
  [
    'names, postcode and day of an incident', NULL, 'names, postcode and an incident there',
    'names, incidents at one postcode', 'names, who lived with them', 'names that nobody else is likely to bear'
  ][level] AS why
FROM chosen
JOIN life AS a ON a.label = chosen.l
JOIN life AS b ON b.label = chosen.r
WHERE level <> 2
ORDER BY a, b
