-- National numbers that a record bears by mistake, and which number was meant, where that can be told.
WITH judged AS (
  SELECT
    a.n, a.scheme,
    coalesce(
      a.given_sound <> b.given_sound AND hamming(a.birth_digits, b.birth_digits) > 2
      -- Dates that may be one all the same, as in people/lives.py: turned, a year or a day on, or of the year alone.
      AND a.birth_swapped IS DISTINCT FROM b.birth_date
      AND abs(date_diff('day', a.birth_date, b.birth_date)) > 1
      AND NOT (right(a.birth_digits, 4) = right(b.birth_digits, 4) AND abs(year(a.birth_date) - year(b.birth_date)) = 1)
      AND NOT (year(a.birth_date) = year(b.birth_date) AND '0101' IN (right(a.birth_digits, 4), right(b.birth_digits, 4))),
      FALSE
    ) AS other
  FROM borne AS a
  JOIN borne AS b USING (scheme, value)
)
-- Somebody else's: of the records that bear the number, at least as many are clearly of another person, by given name
-- and birth date, as are not.
SELECT n, scheme, CAST(NULL AS VARCHAR) AS meant
FROM judged
GROUP BY n, scheme
HAVING count_if(other) >= count_if(NOT other)
UNION ALL
-- A slip in a number without a check digit: one character from that of the same names and birth date. Of two such
-- numbers both count as the first in order.
SELECT a.n, scheme, min(least(a.value, b.value))
FROM borne AS a
JOIN borne AS b USING (scheme, birth_digits, given_sound, family_sound)
WHERE scheme = 'nino' AND hamming(a.value, b.value) = 1
GROUP BY a.n, scheme
ORDER BY n, scheme
