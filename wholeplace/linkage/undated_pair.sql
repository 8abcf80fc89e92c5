-- Two records of different sources, neither with a birth date: the same names at one address over dates that
-- overlap, and no other bearer of the name there whom either could be. Those with `born` only stand in the way.
WITH meeting AS (
  SELECT u.n, u.source, o.label AS other, o.source AS other_source, o.born, min(o.n) AS via
  FROM stay AS u
  JOIN stay AS o USING (place, given, family)
  WHERE u.born IS NULL
    AND length(u.given) > 1
    AND u.label <> o.label
    AND coalesce(u.from_date < o.to_date, TRUE)
    AND coalesce(o.from_date < u.to_date, TRUE)
  GROUP BY ALL
),
unique_there AS (
  SELECT n
  FROM meeting
  GROUP BY n
  HAVING count(DISTINCT other) FILTER (WHERE born IS NOT NULL) = 0
    AND count(*) FILTER (WHERE other_source = source) = 0
    AND count(DISTINCT other) = count(DISTINCT other_source)
),
chosen AS (
  SELECT least(n, via) AS a, greatest(n, via) AS b
  FROM meeting
  SEMI JOIN unique_there USING (n)
)
SELECT a, b, CAST(0.99 AS DOUBLE) AS score, 'names, address, dates' AS why
FROM chosen
GROUP BY a, b
HAVING count(*) = 2
ORDER BY a, b
