-- Records with no birth date, such as council tax accounts: a name alone says nothing, as fathers and sons share
-- theirs. They are linked at one address (UPRN, or postcode and the whole address), over dates that overlap, to
-- the one person of that very name there. `born` is the birth date of the person so far, null where unknown.
WITH meeting AS (
  SELECT
    u.n, u.source,
    o.label AS other, o.source AS other_source, o.born,
    -- Accounts and tenancies are of adults: the child of the same name at the address is someone else.
    o.born <= coalesce(u.from_date, getvariable('as_of')) - to_years(getvariable('adult_age')) AS grown,
    min(o.n) AS via
  FROM stay AS u
  JOIN stay AS o USING (place, given, family)
  WHERE u.born IS NULL
    AND u.label <> o.label
    AND coalesce(u.from_date < o.to_date, TRUE)
    AND coalesce(o.from_date < u.to_date, TRUE)
  GROUP BY ALL
),
-- More than one bearer of the name, in years or in one source, and nobody can say which of them it is.
unique_there AS (
  SELECT n
  FROM meeting
  GROUP BY n
  HAVING count(DISTINCT other) FILTER (WHERE born IS NOT NULL) <= 1
    AND count(*) FILTER (WHERE other_source = source) = 0
    AND count(DISTINCT other) FILTER (WHERE born IS NULL)
      = count(DISTINCT other_source) FILTER (WHERE born IS NULL)
),
chosen AS (
  SELECT least(n, via) AS a, greatest(n, via) AS b, born
  FROM meeting
  SEMI JOIN unique_there USING (n)
  WHERE born IS NULL OR grown
)
-- Between two undated records, each must be the only one from where the other stands.
SELECT a, b, CAST(0.99 AS DOUBLE) AS score, 'names, address, dates' AS why
FROM chosen
GROUP BY a, b
HAVING any_value(born) IS NOT NULL OR count(*) = 2
ORDER BY a, b
