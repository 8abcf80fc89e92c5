-- When people were last here (`until`), where that is known: until the month after their death, or, where they are not
-- on a register that nearly everybody is on, as follows.
--
-- A source is such a register if, of each age, it lists most of those with whom other sources had to do at an address
-- in the past year: two thirds, as those include people who left within it. Whoever left it has gone by the day of leaving;
-- whoever is not on it, by the last day on which any source had to do with them, unless that was in the past half
-- year: people come and are born before a register knows them.
--
-- Somebody named on an account alone, with no birth date, may be on the register unknown to us, under a name written
-- otherwise: they stay if somebody at the place who is listed has the same initial, or if nobody there is listed.
WITH about AS (
  SELECT
    dealing.person_id, born.birth_month,
    CAST(date_trunc('month', max(death_date)) + INTERVAL 1 MONTH AS DATE) AS died, max(seen_to) AS last_day,
    CASE
      WHEN born.birth_month IS NULL THEN 'adult'
      WHEN born.birth_month > getvariable('as_of') - to_years(5) THEN 'under 5'
      WHEN born.birth_month > getvariable('as_of') - to_years(16) THEN 'child'
      WHEN born.birth_month > getvariable('as_of') - to_years(65) THEN 'adult'
      ELSE 'old'
    END AS age
  FROM dealing
  LEFT JOIN born USING (person_id)
  GROUP BY dealing.person_id, born.birth_month
),
listed AS MATERIALIZED (
  SELECT DISTINCT person_id, source
  FROM dealing
  WHERE listed_from IS NOT NULL AND listed_to IS NULL
),
active AS (
  SELECT DISTINCT person_id, source, age
  FROM dealing
  SEMI JOIN sighting USING (person_id, source)
  JOIN about USING (person_id)
  WHERE seen_to >= getvariable('as_of') - 365 AND about.birth_month IS NOT NULL AND died IS NULL
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
register AS MATERIALIZED (
  SELECT source
  FROM covered
  GROUP BY source
  HAVING sum(people) >= 100 AND bool_and(people < 30 OR on_it * 3 >= people * 2)
  ORDER BY sum(on_it) / sum(people) DESC, source
  LIMIT 1
),
left_it AS (
  SELECT dealing.person_id, max(listed_to) AS left_on
  FROM dealing
  JOIN register USING (source)
  WHERE listed_to <= getvariable('as_of')
  GROUP BY dealing.person_id
),
moved AS (
  SELECT person_id, max(to_date) AS last_day
  FROM sighting
  WHERE to_date <= getvariable('as_of')
  GROUP BY person_id
),
now AS MATERIALIZED (
  SELECT residence.person_id, place, about.birth_month, EXISTS (
    FROM listed JOIN register USING (source) WHERE listed.person_id = residence.person_id
  ) AS listed
  FROM residence
  JOIN about USING (person_id)
  WHERE from_date <= getvariable('as_of') AND to_date > getvariable('as_of')
),
lettered AS (
  SELECT DISTINCT now.person_id, place, listed, now.birth_month, left(given, 1) AS initial
  FROM now
  JOIN dealing USING (person_id)
  WHERE given IS NOT NULL
),
perhaps AS (
  SELECT unsure.person_id
  FROM lettered AS unsure
  JOIN lettered AS other USING (place, initial)
  WHERE unsure.birth_month IS NULL AND other.listed
  UNION
  SELECT person_id
  FROM now
  WHERE birth_month IS NULL AND place NOT IN (SELECT place FROM now WHERE listed)
)
SELECT
  about.person_id,
  least(died, CASE
    WHEN register.source IS NULL OR listed.person_id IS NOT NULL OR perhaps.person_id IS NOT NULL THEN NULL
    WHEN left_on IS NOT NULL THEN left_on
    WHEN coalesce(about.last_day, DATE '0001-01-01') < getvariable('as_of') - 183
      THEN coalesce(greatest(about.last_day, moved.last_day), DATE '0001-01-01')
  END) AS until
FROM about
LEFT JOIN register ON TRUE
LEFT JOIN listed ON listed.person_id = about.person_id AND listed.source = register.source
LEFT JOIN left_it ON left_it.person_id = about.person_id
LEFT JOIN moved ON moved.person_id = about.person_id
LEFT JOIN perhaps ON perhaps.person_id = about.person_id
WHERE until IS NOT NULL
ORDER BY ALL
