-- Ways of writing one address: `place` and the one that stands for it, `same`.
--
-- Without a UPRN, a slip makes an address another. Two of the same numbers, those of the postcode among them, and of
-- the same letters but one (of sixteen or more, two) are one if somebody of one family name is at both; the one at which
-- more of that name are stands.
WITH spelt AS (
  SELECT
    place, family, count(DISTINCT person_id) AS people,
    regexp_replace(place, '[^0-9]+', ' ', 'g') AS numbers,
    regexp_replace(place, '[0-9]+', '', 'g') AS letters
  FROM lived
  WHERE starts_with(place, 'text ') AND family IS NOT NULL
  GROUP BY place, family
),
pair AS (
  SELECT a.place, b.place AS same, b.people
  FROM spelt AS a
  JOIN spelt AS b USING (family, numbers)
  WHERE (b.people > a.people OR (b.people = a.people AND b.place < a.place))
    AND a.letters <> b.letters AND abs(length(a.letters) - length(b.letters)) <= 2
    AND damerau_levenshtein(a.letters, b.letters) <= if(length(regexp_extract(a.letters, '[^ ]+$')) >= 16, 2, 1)
)
SELECT place, same
FROM pair
QUALIFY row_number() OVER (PARTITION BY place ORDER BY people DESC, same) = 1
ORDER BY ALL
