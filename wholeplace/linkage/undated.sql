-- Whom records with no birth date are about. A name alone says nothing, as fathers and sons share theirs; so each is
-- held against the people of known birth date who were at one of its addresses over dates that overlap, and goes to
-- the one most like it. Where two are as like as each other, nobody can say which of them it is.
--
--   1  the same names
--   2  alike in both names: spelt otherwise, a name known by, a short form, a former or half a double family name
--   3  as 1 or 2, not at the address but at its postcode
--   4  an initial, and the family name as in 1 or 2
--   5  alike in the given name, with another family name: people marry and part
--   6  an initial, not at the address but at its postcode
--   7  the same given name, a family name alike, but a person not of age, for a source that holds children too
--   8  an initial, another family name, and a person of age from the first
--
-- Of two who are as like by whole names (1 to 3), father and son above all, the one who was at more of its homes, or
-- was at the latest, is chosen, and otherwise neither. Of two of one initial,
-- the one who was of age from the first day of an account: their children come to stand on it later. From 4 on, a
-- record may be anybody's. These count only against people whom the source that sent the record does not know already,
-- and for people of age when it was written (7 excepted); 8 only for those of the home who are left when all else is
-- settled, and only for records that fit nobody there better.
WITH claim AS MATERIALIZED (
  SELECT
    met.l AS u, met.r AS o, knows.source, met.a, met.b, given_like, adult,
    CASE
      WHEN NOT grown THEN if(given_like = 1 AND family_like <= 2 AND NOT away AND of_children.source IS NOT NULL, 7, NULL)
      WHEN given_like = 1 AND family_like = 1 AND NOT away THEN 1
      WHEN given_like <= 2 AND family_like <= 2 THEN if(away, 3, 2)
      WHEN given_like = 3 AND family_like <= 2 THEN if(away, 6, 4)
      WHEN away THEN NULL
      WHEN given_like = 1 OR (given_like = 2 AND account) THEN 5
      WHEN given_like = 3 AND grown_first THEN 8
    END AS level,
    2 * level - if(grown_first, 1, 0) AS rank, homes, latest,
    -- Another at the very address bears the very given name, under another family name.
    (level = 3 OR (level = 2 AND given_like = 2))
      AND bool_or(level = 5 AND given_like = 1) OVER (PARTITION BY met.l) AS outdone
  FROM met
  JOIN likeness USING (l, r)
  JOIN knows ON knows.label = met.l
  LEFT JOIN of_children ON of_children.source = knows.source
  JOIN life AS l ON l.label = met.l
  JOIN life AS r ON r.label = met.r
  WHERE level IS NOT NULL AND (l.sex IS NULL OR r.sex IS NULL OR l.sex = r.sex)
),
-- Of several who are as like: whether each was met at as many of the record's homes as anybody, the latest among them.
near AS MATERIALIZED (
  SELECT *, row(homes, latest) = max(row(homes, latest)) OVER (PARTITION BY u, level) AS nearest
  FROM claim
  WHERE level <= 3
),
-- The one best for whom the record is the one best, first by whole names.
named AS MATERIALIZED (
  SELECT * EXCLUDE nearest
  FROM near
  QUALIFY level = min(level) OVER (PARTITION BY u)
    AND nearest AND count(*) FILTER (nearest) OVER (PARTITION BY u, level) = 1
    AND NOT outdone
    -- A source may have opened two files for one person, as some often do; but not where it numbers people itself.
    AND (source IN (FROM repeating) OR (
      rank = min(rank) OVER (PARTITION BY o, source)
      AND (count(*) OVER (PARTITION BY o, source, rank) = 1 OR (level = 1 AND source NOT IN (FROM numbering)))
    ))
),
-- A source that often opens a second file for a person may well know whom a record is about.
known AS (
  SELECT label AS o, source FROM knows WHERE source NOT IN (FROM repeating)
  UNION
  SELECT o, source FROM named WHERE source NOT IN (FROM repeating)
),
hinted AS MATERIALIZED (
  SELECT claim.*
  FROM claim
  ANTI JOIN named USING (u)
  ANTI JOIN known USING (o, source)
  WHERE level <= 7
  QUALIFY (adult OR level IN (1, 2, 3, 7))
    AND rank = min(rank) OVER (PARTITION BY u)
    AND count(DISTINCT o) OVER (PARTITION BY u, if(level <= 3, 2 * level, rank)) = 1
    AND NOT outdone
    AND (source IN (FROM repeating) OR (
      rank = min(rank) OVER (PARTITION BY o, source) AND count(*) OVER (PARTITION BY o, source, rank) = 1
    ))
),
leftover AS (
  SELECT claim.*
  FROM claim
  ANTI JOIN named USING (u)
  ANTI JOIN hinted USING (u)
  ANTI JOIN known USING (o, source)
  ANTI JOIN hinted USING (o, source)
  WHERE u NOT IN (SELECT u FROM claim WHERE level < 8)
  QUALIFY adult
    AND count(DISTINCT o) OVER (PARTITION BY u) = 1
    AND count(DISTINCT u) OVER (PARTITION BY o, source) = 1
)
SELECT
  least(a, b) AS a, greatest(a, b) AS b,
  [0.999, 0.998, 0.99, 0.992, 0.97, 0.965, 0.98, 0.96][level] AS score,
  [
    'names, address, dates', 'similar names, address, dates', 'names, postcode, dates',
    'initial, family name, address, dates', 'given name, address, dates', 'initial, family name, postcode, dates',
    'names, address, dates', 'initial, address, dates'
  ][level] AS why
FROM (SELECT * FROM named UNION ALL SELECT * FROM hinted UNION ALL SELECT * FROM leftover)
ORDER BY a, b
