-- The one source, if any, that is a register of nearly everybody who lives here, such as the practices': of each age, it
-- lists most of those with whom other sources had to do at an address in the past year: two thirds, as those include
-- people who left within it.
--
-- `leavers_since`: from when on it tells who has left it. The first hundredth of leavings may be slips of a date.
-- `late_of_coming`, `late_of_going`: by how many days it hears late of who comes and goes. People see to their accounts
-- first, and to their practice when they need it: the middle number of days of those of whom both are known.
WITH about AS (
  SELECT
    dealing.person_id,
    CASE
      WHEN born.birth_month > getvariable('as_of') - to_years(5) THEN 'under 5'
      WHEN born.birth_month > getvariable('as_of') - to_years(16) THEN 'child'
      WHEN born.birth_month > getvariable('as_of') - to_years(65) THEN 'adult'
      ELSE 'old'
    END AS age
  FROM dealing
  JOIN born USING (person_id)
  GROUP BY dealing.person_id, born.birth_month
  HAVING max(death_date) IS NULL
),
listed AS MATERIALIZED (
  SELECT DISTINCT person_id, source
  FROM dealing
  WHERE listed_from IS NOT NULL AND listed_to IS NULL
),
active AS (
  SELECT DISTINCT person_id, source, age
  FROM dealing
  SEMI JOIN stay USING (person_id, source)
  JOIN about USING (person_id)
  WHERE seen_to >= getvariable('as_of') - 365
),
covered AS (
  SELECT
    list_of.source, age, count(DISTINCT active.person_id) AS people,
    count(DISTINCT listed.person_id) AS on_it
  FROM (SELECT DISTINCT source FROM listed) AS list_of
  JOIN active ON active.source <> list_of.source
  LEFT JOIN listed ON listed.person_id = active.person_id AND listed.source = list_of.source
  GROUP BY ALL
),
found AS (
  SELECT source
  FROM covered
  GROUP BY source
  HAVING sum(people) >= 100 AND bool_and(people < 30 OR on_it * 3 >= people * 2)
  ORDER BY sum(on_it) / sum(people) DESC, source
  LIMIT 1
),
listing AS MATERIALIZED (
  SELECT person_id, source, min(listed_from) AS listed_from, max(listed_to) AS listed_to
  FROM dealing
  JOIN found USING (source)
  GROUP BY person_id, source
),
-- Days by which the register was behind accounts of one person that began, or ended, within half a year of it.
behind AS (
  SELECT
    listing.person_id,
    min(listing.listed_from - stay.from_date) FILTER (abs(listing.listed_from - stay.from_date) <= 183) AS coming,
    min(listing.listed_to - stay.to_date) FILTER (abs(listing.listed_to - stay.to_date) <= 183) AS going
  FROM listing
  JOIN stay ON stay.person_id = listing.person_id AND stay.source <> listing.source
  WHERE stay.from_date IS NOT NULL
  GROUP BY listing.person_id
),
late AS (
  SELECT
    if(count(coming) >= 20, greatest(quantile_disc(coming, 0.5), 0), 0) AS late_of_coming,
    if(count(going) >= 20, greatest(quantile_disc(going, 0.5), 0), 0) AS late_of_going
  FROM behind
)
SELECT
  source,
  quantile_disc(listed_to, 0.01) FILTER (listed_to <= getvariable('as_of')) AS leavers_since,
  CAST(any_value(late_of_coming) AS INTEGER) AS late_of_coming,
  CAST(any_value(late_of_going) AS INTEGER) AS late_of_going
FROM listing
CROSS JOIN late
GROUP BY source
