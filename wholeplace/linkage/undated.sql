-- Records with no birth date, such as council tax accounts. A name alone says nothing, as fathers and sons share
-- theirs; so each is held against the people of known birth date who were at one of its addresses (UPRN, or
-- postcode and the whole address) over dates that overlap, and goes to the one most like it. Where two are as
-- like as each other, nobody can say which of them it is.
--
--   1  the same names
--   2  the same names but for spelling, a name known by, a short form, or a former or half a double family name
--   3  the same names, not at the address but at its postcode
--   4  an initial, and the family name as in 1 or 2
--   5  the same given name with another family name: people marry and part
--
-- An initial or a given name may be anybody's: 4 and 5 count only against people whom the source that sent the
-- record does not know already. `born` is the birth date of the person so far.
WITH place_pair AS (
  SELECT
    u.label AS u, o.label AS o, u.source, FALSE AS away, u.n AS a, o.n AS b, o.born,
    u.from_date, u.to_date, o.from_date AS other_from, o.to_date AS other_to
  FROM stay AS u
  JOIN stay AS o ON u.place = o.place
  WHERE u.born IS NULL AND o.born IS NOT NULL
  UNION ALL
  SELECT
    u.label AS u, o.label AS o, u.source, TRUE AS away, u.n AS a, o.n AS b, o.born,
    u.from_date, u.to_date, o.from_date AS other_from, o.to_date AS other_to
  FROM stay AS u
  JOIN stay AS o ON u.postcode = o.postcode AND u.given = o.given AND u.family = o.family
  WHERE u.born IS NULL AND o.born IS NOT NULL AND u.place <> o.place
),
met AS (
  SELECT u, o, source, away, min(a) AS a, min(b) AS b
  FROM place_pair
  -- Accounts and tenancies, which have dates, are of adults by their last day (not by their first, which may be
  -- when the whole household came): the child of the same name at the address is someone else.
  WHERE (from_date IS NULL
      OR born <= coalesce(to_date, getvariable('as_of')) - to_years(getvariable('adult_age')))
    AND coalesce(from_date < other_to, TRUE)
    AND coalesce(other_from < to_date, TRUE)
  GROUP BY u, o, source, away
),
likeness AS (
  SELECT
    met.*,
    CASE
      WHEN l.given = r.given OR (l.given = r.family AND l.family = r.given) THEN 'same'
      WHEN length(l.given) = 1 OR length(r.given) = 1 THEN if(left(l.given, 1) = left(r.given, 1), 'initial', NULL)
      WHEN l.preferred = r.given OR l.given = r.preferred
        OR starts_with(l.given, r.given) OR starts_with(r.given, l.given)
        OR (left(l.given, 1) = left(r.given, 1) AND (
          jaro_winkler_similarity(l.given, r.given) >= 0.9
          OR (least(length(l.given), length(r.given)) >= 4 AND damerau_levenshtein(l.given, r.given) = 1)
        )) THEN 'alike'
    END AS given_like,
    CASE
      WHEN l.family = r.family OR (l.given = r.family AND l.family = r.given) THEN 'same'
      WHEN l.former = r.family OR l.family = r.former OR list_has_any(l.family_parts, r.family_parts)
        OR (left(l.family, 1) = left(r.family, 1) AND (
          jaro_winkler_similarity(l.family, r.family) >= 0.9
          OR (least(length(l.family), length(r.family)) >= 4 AND damerau_levenshtein(l.family, r.family) = 1)
        )) THEN 'alike'
    END AS family_like
  FROM met
  JOIN spelling AS l ON l.label = met.u
  JOIN spelling AS r ON r.label = met.o
),
claim AS MATERIALIZED (
  SELECT
    u, o, source, min(a) AS a, min(b) AS b,
    min(CASE
      WHEN given_like = 'same' AND family_like = 'same' THEN if(away, 3, 1)
      WHEN away THEN NULL
      WHEN given_like IN ('same', 'alike') AND family_like IS NOT NULL THEN 2
      WHEN given_like = 'initial' AND family_like IS NOT NULL THEN 4
      WHEN given_like = 'same' THEN 5
    END) AS level
  FROM likeness
  WHERE given_like IS NOT NULL
  GROUP BY u, o, source
  HAVING level IS NOT NULL
),
-- The one best for whom the record is the one best, first by whole names.
named AS MATERIALIZED (
  SELECT *
  FROM claim
  WHERE level <= 3
  QUALIFY level = min(level) OVER (PARTITION BY u)
    AND count(*) OVER (PARTITION BY u, level) = 1
    AND level = min(level) OVER (PARTITION BY o, source)
    -- A source may have opened two files for one person; but not where it numbers people itself.
    AND (count(*) OVER (PARTITION BY o, source, level) = 1 OR (level = 1 AND source NOT IN (FROM numbering)))
),
known AS (
  SELECT label AS o, source FROM knows
  UNION
  SELECT o, source FROM named
),
hinted AS (
  SELECT claim.*
  FROM claim
  ANTI JOIN named USING (u)
  ANTI JOIN known USING (o, source)
  QUALIFY level = min(level) OVER (PARTITION BY u)
    AND count(*) OVER (PARTITION BY u, level) = 1
    AND level = min(level) OVER (PARTITION BY o, source)
    AND count(*) OVER (PARTITION BY o, source, level) = 1
)
SELECT
  least(a, b) AS a, greatest(a, b) AS b,
  [0.999, 0.998, 0.99, 0.992, 0.97][level] AS score,
  [
    'names, address, dates', 'similar names, address, dates', 'names, postcode, dates',
    'initial, family name, address, dates', 'given name, address, dates'
  ][level] AS why
FROM (SELECT * FROM named UNION ALL SELECT * FROM hinted)
ORDER BY a, b
