-- Households: people whose time at one place overlaps, directly or through others, or with a gap of no more than
-- `gap_days`. Whoever lives at a hidden address is a household alone, or with those who fled with them, whoever
-- else may live there.
WITH grouped AS (
  SELECT residence.*, if(hidden, coalesce(company.company, person_id), -1) AS alone
  FROM residence
  LEFT JOIN company USING (person_id)
),
ordered AS (
  SELECT
    *,
    max(to_date) OVER (
      PARTITION BY place, alone ORDER BY from_date, to_date, person_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
  FROM grouped
),
numbered AS (
  SELECT
    *,
    count_if(before IS NULL OR from_date > before + CAST(getvariable('gap_days') AS INTEGER)) OVER (
      PARTITION BY place, alone ORDER BY from_date, to_date, person_id
    ) AS household
  FROM ordered
),
-- Whoever leaves on a day is gone before another comes on that day.
arrivals AS (
  SELECT place, alone, household, from_date AS day, 1 AS change FROM numbered
  UNION ALL
  SELECT place, alone, household, to_date, -1 FROM numbered
),
counted AS (
  SELECT
    place, alone, household,
    sum(change) OVER (
      PARTITION BY place, alone, household ORDER BY day, change ROWS UNBOUNDED PRECEDING
    ) AS people
  FROM arrivals
),
most AS (
  SELECT place, alone, household, greatest(max(people), 1) AS people
  FROM counted
  GROUP BY place, alone, household
)
SELECT
  person_id, place, hidden, from_date, to_date, sources,
  most.people, alone,
  min(from_date) OVER whole AS household_from,
  max(to_date) OVER whole AS household_to
FROM numbered
JOIN most USING (place, alone, household)
WINDOW whole AS (PARTITION BY place, alone, household)
ORDER BY ALL
