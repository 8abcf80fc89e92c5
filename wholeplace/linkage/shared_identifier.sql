-- Pairs of records that carry one identifier, with what else is known of the two. `number` stands for a value under one
-- rule and scheme.
-- An identifier that more than `most_bearers` records carry, or people of more than two clearly different
-- birth dates, stands for "none" or for a family: it says nothing of anyone.
WITH worn AS (
  SELECT number
  FROM bearer
  GROUP BY number
  HAVING count(*) BETWEEN 2 AND getvariable('most_bearers')
),
pair AS MATERIALIZED (
  SELECT number, l.rule, l.scheme, l.n AS a, r.n AS b, l.former OR r.former AS former
  FROM bearer AS l
  JOIN bearer AS r USING (number)
  SEMI JOIN worn USING (number)
  WHERE l.n < r.n AND NOT (l.former AND r.former)
),
known AS MATERIALIZED (
  SELECT
    pair.*,
    l.source AS source_a, r.source AS source_b, l.layout AS layout_a, r.layout AS layout_b,
    l.adoption OR r.adoption AS adoption,
    l.young AND r.young AS young,
    -- Nothing shows that the two were in use at the same time, or one source has both.
    l.source = r.source OR NOT coalesce(l.seen_from <= r.seen_to AND r.seen_from <= l.seen_to, FALSE) AS follows,
    CASE
      WHEN l.birth_date IS NULL OR r.birth_date IS NULL THEN 'unknown'
      WHEN l.birth_date = r.birth_date THEN 'same'
      WHEN l.birth_swapped = r.birth_date THEN 'swapped'
      ELSE 'different'
    END AS birth,
    coalesce(l.sex <> r.sex, FALSE) AS sexes_differ,
    l.given IS NOT NULL AND r.given IS NOT NULL AS named,
    -- Clearly different: not a short form, not a preferred name, not a slip.
    CASE WHEN l.given = r.given THEN FALSE ELSE coalesce(
      NOT starts_with(l.given, r.given) AND NOT starts_with(r.given, l.given)
      AND jaro_winkler_similarity(l.given, r.given) < 0.85
      AND NOT coalesce(l.preferred = r.given OR r.preferred = l.given, FALSE)
      AND NOT coalesce(l.given = r.family AND l.family = r.given, FALSE),
      FALSE
    ) END AS given_differs,
    CASE WHEN l.family = r.family THEN FALSE ELSE coalesce(
      jaro_winkler_similarity(l.family, r.family) < 0.85
      AND NOT (damerau_levenshtein(l.family, r.family) = 1 AND length(l.family) + length(r.family) > 4)
      AND NOT list_has_any(l.family_parts, r.family_parts)
      AND NOT coalesce(l.former = r.family OR r.former = l.family, FALSE)
      AND NOT coalesce(l.given = r.family AND l.family = r.given, FALSE),
      FALSE
    ) END AS family_differs
  FROM pair
  JOIN record AS l ON l.n = pair.a
  JOIN record AS r ON r.n = pair.b
),
-- Birth dates that clash by identifier: three or more people mean that it is no person's own.
clashing AS (
  SELECT number, unnest([a, b]) AS n
  FROM known
  WHERE birth = 'different'
),
shared_by_many AS (
  SELECT number
  FROM clashing
  JOIN record USING (n)
  GROUP BY number
  HAVING count(DISTINCT birth_date) > 2
)
SELECT known.*, rival.a IS NOT NULL AS told_apart
FROM known
ANTI JOIN shared_by_many USING (number)
LEFT JOIN rival ON rival.a = known.a AND rival.b = known.b
