-- Two people so far who are one, by all that their records say together. Of the pairs with a birth date in common or
-- nearly so (`met`), these, each from the surest down (names as in `likeness`):
--
--   1  alike in both names, one birth date
--   2  alike in both names, a birth date nearly so, and a home or postcode in common
--   3  one given name and birth date, a home or postcode in common, another family name: people marry and part; or the
--      very given name and home, with a date nearly so
--   4  an initial that fits, one family name, birth date and home
--   5  one family name, birth date and home, but another given name: people go by their middle name, or by one of
--      their own choice
--   6  the same names, a birth date nearly so, no home in common, and names that few bear
--
-- Twins are of one family name, birth date and home; but a service that has one twin mostly has the other. So 4 to 6
-- hold only where no source knows both, and each is the only one that the other could be.
--
-- A child under wholly another family name is never joined here, nor anybody under another name with any sign of an
-- adoption: nobody need have told us of one.
-- Nor are two with two values of what one person has one of, or whom a source tells apart: nobody is to be asked
-- about those, as the question itself would tell of an adoption.
--
-- In two steps, so that marks are only ever looked up for people and never matched with each other.
WITH marked AS MATERIALIZED (
  SELECT met.l, met.r, mark.mark, mark.value
  FROM met
  JOIN mark ON mark.label = met.l
),
clash AS MATERIALIZED (
  SELECT DISTINCT marked.l, marked.r
  FROM marked
  JOIN mark ON mark.label = marked.r AND mark.mark = marked.mark
  WHERE mark.value <> marked.value
  UNION
  SELECT least(l, r), greatest(l, r) FROM rival
),
judged AS MATERIALIZED (
  SELECT
    met.l, met.r, birth, home, given_like, list_has_any(a.sources, b.sources) AS known_twice,
    CASE
      WHEN given_like <= 2 AND family_like <= 2 AND birth = 1 THEN 1
      WHEN given_like <= 2 AND family_like <= 2 AND home <= 2 THEN 2
      WHEN given_like <= 2 AND birth = 1 AND home <= 2 AND NOT (a.young AND b.young) THEN 3
      WHEN given_like = 1 AND birth = 2 AND home = 1 AND NOT (a.young OR b.young) THEN 3
      WHEN given_like = 3 AND family_like <= 2 AND home = 1 THEN 4
      WHEN family_like <= 2 AND birth = 1 AND home = 1 THEN 5
      WHEN given_like = 1 AND family_like <= 2 AND birth = 2 AND least(a.bearers, b.bearers) <= getvariable('few') THEN 6
    END AS level
  FROM met
  ANTI JOIN clash USING (l, r)
  JOIN likeness USING (l, r)
  JOIN life AS a ON a.label = met.l
  JOIN life AS b ON b.label = met.r
  WHERE (a.sex IS NULL OR b.sex IS NULL OR a.sex = b.sex)
    AND (family_like = 1 OR NOT (a.adoption OR b.adoption))
),
fit AS MATERIALIZED (
  SELECT *
  FROM judged
  WHERE level <= 3 OR (level IS NOT NULL AND NOT known_twice)
),
-- "Al" may be Alan or Alec: one who is alike two people who are not alike each other is neither.
partner AS MATERIALIZED (
  SELECT l AS label, r AS other FROM fit WHERE level <= 3
  UNION ALL
  SELECT r, l FROM fit WHERE level <= 3
),
torn AS (
  SELECT DISTINCT one.label
  FROM partner AS one
  JOIN partner AS two ON two.label = one.label AND one.other < two.other
  ANTI JOIN partner AS each ON each.label = one.other AND each.other = two.other
),
alone AS (
  SELECT label
  FROM (SELECT l AS label, level FROM fit UNION ALL SELECT r, level FROM fit)
  GROUP BY label
  HAVING count(*) = 1
)
SELECT
  least(a.n, b.n) AS a, greatest(a.n, b.n) AS b,
  [0.9985, 0.996, 0.996, 0.99, 0.985, 0.98][level] AS score,
  if(given_like = 1, 'names, ', 'similar names, ')
    || if(birth = 1, 'birth date', 'birth date nearly the same')
    || if(home = 1, ', address', if(home = 2, ', postcode', '')) AS why
FROM fit
JOIN life AS a ON a.label = fit.l
JOIN life AS b ON b.label = fit.r
WHERE if(level <= 3,
  given_like = 1 OR (l NOT IN (FROM torn) AND r NOT IN (FROM torn)),
  l IN (FROM alone) AND r IN (FROM alone))
ORDER BY a, b
