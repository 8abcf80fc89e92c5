-- People so far of whom no record gives a birth date (l), such as council tax accounts, and people of known birth date
-- (r) who were at one of their addresses, or at its postcode under a name that sounds the same, at the same time.
--
--   away    at the postcode, not known to be at the address
--   grown   of age by the last day. Accounts and tenancies, which have dates, are mostly of adults (not by their
--           first day, which may be when the whole household came).
--   grown_first  of age by the first day
--   adult   of age when the record was written at the latest; grown does not ask it of records without dates, which
--           may be of children
--   account  whether it is dated
--   homes, latest  at how many addresses they met, and since when l was at the latest of them
--   a, b    the first records of the two
WITH pair AS (
  SELECT u.label AS l, o.label AS r, u.place, FALSE AS away, u.n AS a, o.n AS b, o.born, u.from_date, u.to_date, u.seen_to,
    o.from_date AS other_from, o.to_date AS other_to
  FROM stay AS u
  JOIN stay AS o ON u.place = o.place
  WHERE u.born IS NULL AND o.born IS NOT NULL
  UNION ALL
  SELECT u.label, o.label, NULL, TRUE, u.n, o.n, o.born, u.from_date, u.to_date, u.seen_to, o.from_date, o.to_date
  FROM stay AS u
  JOIN stay AS o ON u.postcode = o.postcode AND u.family_sound = o.family_sound AND left(u.given, 1) = left(o.given, 1)
  WHERE u.born IS NULL AND o.born IS NOT NULL AND u.place IS DISTINCT FROM o.place
)
SELECT
  l, r, bool_and(away) AS away, min(a) AS a, min(b) AS b,
  bool_or(
    from_date IS NULL OR born <= coalesce(to_date, getvariable('as_of')) - to_years(getvariable('adult_age'))
  ) AS grown,
  bool_or(from_date IS NULL OR born <= from_date - to_years(getvariable('adult_age'))) AS grown_first,
  bool_or(
    born <= coalesce(to_date, if(from_date IS NULL, seen_to, NULL), getvariable('as_of'))
      - to_years(getvariable('adult_age'))
  ) AS adult,
  bool_or(from_date IS NOT NULL) AS account,
  count(DISTINCT place) AS homes,
  coalesce(max(from_date) FILTER (place IS NOT NULL), DATE '0001-01-01') AS latest
FROM pair
WHERE coalesce(from_date < other_to, TRUE) AND coalesce(other_from < to_date, TRUE)
GROUP BY l, r
