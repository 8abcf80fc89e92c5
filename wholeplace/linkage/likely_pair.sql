-- Pairs of records by the odds that they are one person's, what forbids it, and what they agree in.
--
-- The odds weigh names, birth date, sex, address and other details together (wholeplace/linkage/likeness). These
-- rules stand above them: a pair that breaks one counts as sure to be two people, whatever else agrees.
WITH known AS MATERIALIZED (
  SELECT
    scored.*,
    l.adoption OR r.adoption AS adoption,
    coalesce(l.given = r.family AND l.family = r.given AND l.given <> r.given, FALSE) AS swapped,
    coalesce(l.family = r.family OR (l.given = r.family AND l.family = r.given), FALSE) AS family_same,
    -- CASE, so that names are held against each other only where it matters.
    CASE WHEN l.young AND r.young THEN TRUE
      AND jaro_winkler_similarity(l.family, r.family) < 0.85
      -- A slip in a short name, such as Fox and Fx.
      AND NOT (damerau_levenshtein(l.family, r.family) = 1 AND length(l.family) + length(r.family) > 4)
      AND NOT list_has_any(l.parts, r.parts)
      AND NOT coalesce(l.former = r.family OR r.former = l.family, FALSE)
      AND NOT (l.given = r.family AND l.family = r.given) ELSE FALSE END AS renamed_child,
    -- The shorter of a name and its beginning.
    if(length(l.given) < length(r.given), scored.a, scored.b) AS short_one,
    if(length(l.given) < length(r.given), r.given, l.given) AS long_name
  FROM scored
  JOIN named AS l ON l.n = scored.a
  JOIN named AS r ON r.n = scored.b
),
-- "J" may be John or Jane: a short form that could as well be of two names is of neither, unless they are one
-- person's, such as Steve and Steven. As well: no less than one in twenty as likely as the best, as in people/torn.py.
begun AS MATERIALIZED (
  SELECT short_one, if(short_one = a, b, a) AS long_one, long_name
  FROM known
  WHERE given_like = 'begins' AND odds > 0
  QUALIFY odds >= max(odds) OVER (PARTITION BY short_one) - 3
),
ambiguous AS (
  SELECT DISTINCT one.short_one AS n
  FROM begun AS one
  JOIN begun AS two ON two.short_one = one.short_one AND one.long_name < two.long_name
  LEFT JOIN known AS met
    ON met.a = least(one.long_one, two.long_one) AND met.b = greatest(one.long_one, two.long_one) AND met.odds > 0
  GROUP BY one.short_one, one.long_name, two.long_name
  HAVING count(met.a) = 0
),
-- Two values of what one person has one of, such as two NHS numbers. In two steps, so that marks are only ever
-- looked up for records and never matched with each other.
marked AS MATERIALIZED (
  SELECT known.a, known.b, mark.mark, mark.value
  FROM known
  JOIN mark ON mark.n = known.a
),
clash AS (
  SELECT marked.a, marked.b, min(split_part(CAST(marked.mark AS VARCHAR), '|', 1)) AS mark
  FROM marked
  JOIN mark ON mark.n = marked.b AND mark.mark = marked.mark
  WHERE mark.value <> marked.value
  GROUP BY marked.a, marked.b
)
SELECT
  known.a, known.b, known.odds,
  clash.a IS NOT NULL OR rival.a IS NOT NULL
    -- A child's name before and after an adoption.
    OR (adoption AND NOT family_same) AS forbidden,
  -- What to ask a reviewer; nothing where the question itself would tell of an adoption.
  CASE WHEN NOT adoption AND NOT coalesce(renamed_child, FALSE) THEN 'two values of ' || clash.mark END AS question,
  -- Where of a name, a birth date and a home or other detail both have but one, that must be sure to one in a hundred.
  ((given_like <> 'unknown' OR family_like <> 'unknown' OR swapped)::INTEGER
    + (birth_like <> 'unknown')::INTEGER
    + (place_like <> 'unknown' OR other_known)::INTEGER < 2 AND odds < ln(99))
    OR (given_like = 'begins' AND short_one IN (SELECT n FROM ambiguous))
    -- Nobody need have told of an adoption: a child of wholly another family name is joined by a number or not at all.
    OR coalesce(renamed_child, FALSE) AS too_little,
  birth_like = 'differs' AS born_apart,
  concat_ws(', ',
    CASE
      WHEN swapped THEN 'names the wrong way round'
      WHEN given_like = 'same' AND family_like = 'same' THEN 'names'
      WHEN given_like NOT IN ('unknown', 'differs') AND family_like NOT IN ('unknown', 'differs') THEN 'similar names'
      WHEN given_like NOT IN ('unknown', 'differs') THEN 'given name'
      WHEN family_like NOT IN ('unknown', 'differs') THEN 'family name'
    END,
    CASE birth_like
      WHEN 'same' THEN 'birth date'
      WHEN 'swapped' THEN 'birth date with day and month swapped'
      WHEN 'one_digit' THEN 'birth date but for one digit'
      WHEN 'year_alone' THEN 'birth year'
      WHEN 'near' THEN 'similar birth date'
    END,
    CASE place_like WHEN 'same' THEN 'address' WHEN 'alike' THEN 'similar address' WHEN 'postcode' THEN 'postcode' END,
    if(other_like, 'other details', NULL)
  ) AS why
FROM known
LEFT JOIN clash ON clash.a = known.a AND clash.b = known.b
LEFT JOIN rival ON rival.a = known.a AND rival.b = known.b
ORDER BY known.a, known.b
