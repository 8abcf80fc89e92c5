-- Which scored pairs are good enough to link, and by what.
--
-- A name and an address that a family shares speak for the family, not for the person. So whatever the score,
-- given names must be alike and birth dates the same, the wrong way round, or one digit apart.
WITH alike AS MATERIALIZED (
  SELECT
    scored.a, scored.b, scored.score,
    CASE
      WHEN l.given = r.given THEN 'same'
      WHEN l.preferred = r.given OR l.given = r.preferred OR (l.given = r.family AND l.family = r.given) THEN 'known_as'
      WHEN starts_with(l.given, r.given) OR starts_with(r.given, l.given) THEN 'begins'
      WHEN left(l.given, 1) = left(r.given, 1) AND (
        jaro_winkler_similarity(l.given, r.given) >= 0.9
        OR (least(length(l.given), length(r.given)) >= 4 AND damerau_levenshtein(l.given, r.given) = 1)
      ) THEN 'close'
    END AS given_like,
    CASE
      WHEN l.birth_date = r.birth_date THEN 'birth date'
      WHEN l.birth_swapped = r.birth_date THEN 'birth date with day and month swapped'
      WHEN hamming(l.birth_digits, r.birth_digits) = 1 THEN 'birth date but for one digit'
    END AS birth_like,
    CASE
      WHEN l.place = r.place THEN ', address'
      WHEN l.postcode = r.postcode THEN ', postcode'
      ELSE ''
    END AS place_like,
    l.given = r.family AND l.family = r.given AND l.given <> r.given AS swapped,
    l.family = r.family OR (l.given = r.family AND l.family = r.given) AS family_same,
    l.adoption OR r.adoption AS adoption,
    l.young AND r.young
      AND jaro_winkler_similarity(l.family, r.family) < 0.85
      AND NOT list_has_any(l.parts, r.parts)
      AND NOT coalesce(l.former = r.family OR r.former = l.family, FALSE)
      AND NOT (l.given = r.family AND l.family = r.given) AS renamed_child,
    -- The shorter of a name and its beginning.
    if(length(l.given) < length(r.given), scored.a, scored.b) AS short_one,
    if(length(l.given) < length(r.given), r.given, l.given) AS long_name
  FROM scored
  JOIN named AS l ON l.n = scored.a
  JOIN named AS r ON r.n = scored.b
  WHERE scored.score >= getvariable('match_probability')
),
-- "J" may be John or Jane: a short form that could be of two names is of neither.
ambiguous AS (
  SELECT short_one AS n
  FROM alike
  WHERE given_like = 'begins' AND birth_like IS NOT NULL
  GROUP BY short_one
  HAVING count(DISTINCT long_name) > 1
),
-- Two values of what one person has one of, such as two NHS numbers. In two steps, so that marks are only ever
-- looked up for records and never matched with each other.
marked AS MATERIALIZED (
  SELECT alike.a, alike.b, mark.mark, mark.value
  FROM alike
  JOIN mark ON mark.n = alike.a
),
clash AS (
  SELECT DISTINCT marked.a, marked.b
  FROM marked
  JOIN mark ON mark.n = marked.b AND mark.mark = marked.mark
  WHERE mark.value <> marked.value
)
SELECT
  a, b, score,
  CASE
    WHEN swapped THEN 'names the wrong way round, '
    WHEN given_like = 'same' AND family_same THEN 'names, '
    ELSE 'similar names, '
  END || birth_like || place_like AS why
FROM alike
ANTI JOIN clash USING (a, b)
ANTI JOIN rival USING (a, b)
WHERE given_like IS NOT NULL
  AND birth_like IS NOT NULL
  AND NOT (given_like = 'begins' AND short_one IN (SELECT n FROM ambiguous))
  -- A child's name before and after an adoption.
  AND (family_same OR NOT adoption)
  -- Nobody need have told us of it: a child of wholly another family name is joined by a number or not at all.
  AND NOT renamed_child
ORDER BY a, b
