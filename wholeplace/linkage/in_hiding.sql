-- Homes that nobody knows of: whoever fled, has not left the place as far as is known, and of whom no address is known
-- from then on, lives at a hidden one all the same, until an address is known again. They had no home at all otherwise,
-- and were missing from whoever is counted here. A gap of no more than `gap_days` is none.
WITH after AS (
  SELECT
    person_id, company.from_date AS day,
    min(greatest(residence.from_date, company.from_date)) FILTER (to_date > company.from_date) AS next
  FROM company
  JOIN residence USING (person_id)
  GROUP BY person_id, company.from_date
),
last_told AS (
  SELECT after.*, sources
  FROM after
  JOIN residence ON residence.person_id = after.person_id AND residence.from_date < day
  QUALIFY row_number() OVER (PARTITION BY after.person_id ORDER BY residence.from_date DESC, to_date DESC, place) = 1
)
SELECT
  person_id, TRUE AS hidden, day AS from_date, coalesce(next, until, DATE '9999-12-31') AS to_date, sources
FROM last_told
LEFT JOIN departure USING (person_id)
WHERE day < coalesce(next - CAST(getvariable('gap_days') AS INTEGER), until, DATE '9999-12-31')
ORDER BY person_id
