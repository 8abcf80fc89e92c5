-- How like the names of two people are, of all the ways in which their records spell them: 1 to 4, the best that any
-- two spellings come to. A spelling that is `turned` has its names the wrong way round: it is held against the others'
-- as they stand, and counts only where both names are alike.
--
--   1  the same, in either order
--   2  two ways of writing one name: a slip, another spelling of one sound, a short form or pet name, a name known by,
--      a beginning or an end of four letters or more; for family names a former one, or half a double one
--   3  an initial of the other (given names alone), also where the two names are the wrong way round
--   4  another name
WITH way_round AS (
  SELECT
    met.l, met.r, a.turned OR b.turned AS turned,
    coalesce(
      min(CASE
        WHEN length(a.given) = 1 OR length(b.given) = 1 THEN NULL
        WHEN a.given = b.given OR (a.given = b.family AND a.family = b.given) THEN 1
        WHEN a.given_sound = b.given_sound
          OR list_has_any(a.given_roots, b.given_roots)
          OR coalesce(a.preferred = b.given OR a.given = b.preferred, FALSE)
          OR starts_with(a.given, b.given) OR starts_with(b.given, a.given)
          OR (least(length(a.given), length(b.given)) >= 4
            AND (ends_with(a.given, b.given) OR ends_with(b.given, a.given)))
          OR (left(a.given, 1) = left(b.given, 1) AND (
            jaro_winkler_similarity(a.given, b.given) >= 0.9
            OR jaro_winkler_similarity(a.given_sound, b.given_sound) >= 0.92
            OR (least(length(a.given), length(b.given)) >= 4 AND damerau_levenshtein(a.given, b.given) = 1)
          )) THEN 2
        ELSE 4
      END),
      -- An initial says nothing where both also go by whole names, which are then what is held against each other.
      min(if(left(a.given, 1) = left(b.given, 1)
        OR (length(a.given) = 1 AND a.given = left(b.family, 1) AND a.family = b.given)
        OR (length(b.given) = 1 AND b.given = left(a.family, 1) AND b.family = a.given), 3, 4))
    ) AS given_like,
    min(CASE
      WHEN a.family = b.family OR (a.given = b.family AND a.family = b.given) THEN 1
      WHEN a.family_sound = b.family_sound
        OR list_has_any(a.family_roots, b.family_roots)
        OR coalesce(a.former = b.family OR a.family = b.former, FALSE)
        OR list_has_any(a.family_parts, b.family_parts)
        OR (length(a.given) = 1 AND a.given = left(b.family, 1) AND a.family = b.given)
        OR (length(b.given) = 1 AND b.given = left(a.family, 1) AND b.family = a.given)
        OR (left(a.family, 1) = left(b.family, 1) AND (
          jaro_winkler_similarity(a.family, b.family) >= 0.9
          OR jaro_winkler_similarity(a.family_sound, b.family_sound) >= 0.92
          OR (least(length(a.family), length(b.family)) >= 4 AND damerau_levenshtein(a.family, b.family) = 1)
        )) THEN 2
      ELSE 4
    END) AS family_like
  FROM met
  JOIN spelling AS a ON a.label = met.l
  JOIN spelling AS b ON b.label = met.r
  WHERE NOT (a.turned AND b.turned)
  GROUP BY met.l, met.r, a.turned, b.turned
)
SELECT l, r, best.given_like, best.family_like
FROM (
  SELECT l, r, min({'whole': given_like + family_like, 'given_like': given_like, 'family_like': family_like}) AS best
  FROM way_round
  WHERE NOT turned OR (given_like <= 2 AND family_like <= 2)
  GROUP BY l, r
)
