-- Each person's time at each place, from every source's dated addresses. Dates have a floor and a ceiling here
-- (1 January of year 1, 31 December 9999) where they are unknown or open.
WITH lived AS (
  SELECT *
  FROM stay
  -- Council tax says who owes for a property; who has a home elsewhere at the time does not live there.
  WHERE kind <> 'property' OR hidden OR NOT EXISTS (
    SELECT 1
    FROM stay AS home
    WHERE home.person_id = stay.person_id AND home.kind <> 'property' AND home.place <> stay.place
      AND home.from_date < stay.to_date AND stay.from_date < home.to_date
  )
),
ordered AS (
  SELECT
    *,
    max(to_date) OVER (
      PARTITION BY person_id, place, hidden ORDER BY from_date, to_date, source
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
  FROM lived
),
numbered AS (
  SELECT
    *,
    count_if(before IS NULL OR from_date > before + CAST(getvariable('gap_days') AS INTEGER)) OVER (
      PARTITION BY person_id, place, hidden ORDER BY from_date, to_date, source
    ) AS time
  FROM ordered
)
SELECT
  person_id, place, hidden,
  min(from_date) AS from_date,
  max(to_date) AS to_date,
  array_to_string(list_sort(list(DISTINCT source)), ', ') AS sources
FROM numbered
GROUP BY person_id, place, hidden, time
ORDER BY ALL
