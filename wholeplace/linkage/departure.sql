-- When people were last here (`until`), where that is known: until the month after their death, or, where they are not
-- on the register that nearly everybody is on (`register.sql`), as follows.
--
-- Whoever left it has gone by the day of leaving; whoever is not on it, by the last day on which any source had to do
-- with them, unless that was in the past half year: people come and are born before a register knows them. An account
-- that nobody ended says that they stayed on for a time after it was opened: of a day known only to lie between two,
-- half-way is least wrong.
--
-- Somebody named on an account alone, with no birth date, may be on the register unknown to us, under a name written
-- otherwise: they stay if somebody at the place who is listed has the same initial, or if nobody there is listed.
WITH about AS (
  SELECT
    dealing.person_id, born.birth_month,
    CAST(date_trunc('month', max(death_date)) + INTERVAL 1 MONTH AS DATE) AS died, max(seen_to) AS last_day
  FROM dealing
  LEFT JOIN born USING (person_id)
  GROUP BY dealing.person_id, born.birth_month
),
listed AS MATERIALIZED (
  SELECT DISTINCT person_id, source
  FROM dealing
  WHERE listed_from IS NOT NULL AND listed_to IS NULL
),
left_it AS (
  SELECT dealing.person_id, max(listed_to - late_of_going) AS left_on
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
-- Whom the register has not even among those who left it had gone when it began to tell of leavers.
halfway AS (
  SELECT person_id, last_day + CAST((until - last_day) // 2 AS INTEGER) AS day
  FROM (
    SELECT
      person_id, max(last_day) AS last_day,
      greatest(max(last_day), coalesce(max(leavers_since), getvariable('as_of'))) AS until
    FROM sighting
    CROSS JOIN register
    WHERE form = 'dated' AND to_date > getvariable('as_of') AND last_day > DATE '0001-01-01'
    GROUP BY person_id
  )
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
      THEN coalesce(greatest(about.last_day, moved.last_day, halfway.day), DATE '0001-01-01')
  END) AS until
FROM about
LEFT JOIN register ON TRUE
LEFT JOIN listed ON listed.person_id = about.person_id AND listed.source = register.source
LEFT JOIN left_it ON left_it.person_id = about.person_id
LEFT JOIN moved ON moved.person_id = about.person_id
LEFT JOIN halfway ON halfway.person_id = about.person_id
LEFT JOIN perhaps ON perhaps.person_id = about.person_id
WHERE until IS NOT NULL
ORDER BY ALL
