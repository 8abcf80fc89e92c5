-- What each shared identifier comes to: a link with its strength, or a question for a reviewer.
-- The strengths rank the rules, so that where links clash the weaker gives way; they are no estimates.
--
--   national     a verified NHS, pupil, learner or National Insurance number
--   former       a verified former pupil number that another record carries as its own
--   care         the id that a council's care systems share (la_child_id, la_adult_id)
--   own          a number by which one system knows one person, within that system, where given names are alike
--                (a couple written as one party share it)
--   local        any other local reference. It may be a household's, so birth dates must be known and the same, unless
--                the place shows the scheme to number people: of many pairs with both known, hardly any differ in
--                birth date and given name
--   unverified   a national number that failed its check, within one layout and unique in each of its files
WITH numbering AS (
  -- Two systems that number people apart show it by birth dates that clash: their ids are then not compared.
  SELECT rule, scheme, source_a, source_b
  FROM shared
  WHERE rule IN ('care', 'local') AND birth <> 'unknown'
  GROUP BY rule, scheme, source_a, source_b
  HAVING count_if(birth = 'different') > 0.1 * count(*) AND count(*) >= 5
),
of_people AS (
  SELECT scheme
  FROM shared
  WHERE rule = 'local' AND birth <> 'unknown' AND named AND (source_a <> source_b OR layout_a <> layout_b)
  GROUP BY scheme
  HAVING count_if(birth = 'different' AND given_differs) <= 0.01 * count(*) AND count(*) >= 100
),
judged AS (
  SELECT
    shared.*,
    -- A child's one record ends, then another begins under wholly another family name, or one source has both: an
    -- adoption looks like that where nobody told us of it and the number was carried over. Where dates are unknown
    -- it may be one. Once any two records of a number look like that, so do all of it under two family names. Nor is
    -- anybody asked, as that would tell.
    young AND family_differs AND rule <> 'care'
      AND bool_or(young AND follows AND family_differs) OVER (PARTITION BY number) AS renamed_child,
    told_apart
      OR (sexes_differ AND given_differs)
      OR (given_differs AND (family_differs OR rule = 'own'))
      -- A child's name before and after an adoption.
      OR (adoption AND family_differs AND rule <> 'care')
      OR renamed_child AS clash,
    CASE
      WHEN rule = 'national' AND NOT former AND birth = 'same' THEN 0.999999
      WHEN rule = 'national' AND NOT former AND birth IN ('swapped', 'unknown') THEN 0.9999
      WHEN rule = 'national' AND former AND birth = 'same' AND NOT adoption THEN 0.9998
      WHEN rule = 'care' AND birth = 'same' THEN 0.99999
      WHEN rule = 'care' AND birth IN ('swapped', 'unknown') THEN 0.9997
      WHEN rule = 'own' AND source_a = source_b AND birth <> 'different' THEN 0.9996
      WHEN rule = 'local' AND birth = 'same' THEN 0.9994
      WHEN rule = 'local' AND birth IN ('swapped', 'unknown') AND scheme IN (FROM of_people) THEN 0.9993
      WHEN rule = 'unverified' AND birth = 'same' THEN 0.9995
    END AS strength
  FROM shared
  ANTI JOIN numbering USING (rule, scheme, source_a, source_b)
  WHERE rule NOT IN ('care', 'local') OR source_a <> source_b OR layout_a <> layout_b
)
SELECT
  a, b,
  CAST(CASE WHEN NOT clash THEN strength END AS DOUBLE) AS score,
  'shared ' || if(former, 'former ', '') || scheme || if(rule = 'unverified', ' (unverified)', '') AS why,
  CASE
    WHEN adoption OR renamed_child OR rule NOT IN ('national', 'care') THEN NULL
    WHEN birth = 'different' THEN 'one ' || scheme || ', different birth dates'
    WHEN clash THEN 'one ' || scheme || ', different names'
  END AS reason
FROM judged
WHERE (strength IS NOT NULL AND NOT clash) OR reason IS NOT NULL
ORDER BY a, b, score DESC NULLS LAST, why
