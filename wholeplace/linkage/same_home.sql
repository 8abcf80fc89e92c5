-- Two records of one family name at one address that the scores leave apart, because they take each likeness
-- by itself: nobody else there is of that name and birth date but a twin, whose name is another name.
--
--   the same birth date, and given names that begin with one letter and are much alike (Nadeem, Nadim)
--   the same given name, and one birth date the first of January of the other's year, as is written where only
--   the year was known
WITH alike AS MATERIALIZED (
  SELECT
    l.n AS a, r.n AS b,
    CAST(if(l.birth_date = r.birth_date, 0.995, 0.993) AS DOUBLE) AS score,
    if(l.birth_date = r.birth_date, 'similar names, birth date, address', 'names, birth year, address') AS why
  FROM named AS l
  JOIN named AS r ON l.place = r.place AND l.family = r.family AND l.n < r.n
  ANTI JOIN likely_pair ON likely_pair.a = l.n AND likely_pair.b = r.n
  WHERE NOT l.adoption AND NOT r.adoption
    AND coalesce(l.sex = r.sex, TRUE)
    AND (
      (l.birth_date = r.birth_date AND l.given <> r.given
        AND left(l.given, 1) = left(r.given, 1)
        AND least(length(l.given), length(r.given)) > 2
        AND jaro_winkler_similarity(l.given, r.given) >= 0.8)
      OR (l.given = r.given AND l.birth_date <> r.birth_date
        AND left(l.birth_digits, 4) = left(r.birth_digits, 4)
        AND '0101' IN (right(l.birth_digits, 4), right(r.birth_digits, 4)))
    )
),
-- In two steps, so that marks are only ever looked up for records and never matched with each other.
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
SELECT alike.*
FROM alike
ANTI JOIN rival USING (a, b)
ANTI JOIN clash USING (a, b)
ORDER BY a, b
