-- What sources say of where people live: one row for each address of a record, and how it is meant.
--
--   dated   the source gives the day on which the stay began
--   listed  what a register holds of somebody who is on it: since when they live there is unknown
--   seen    what somebody told when the source dealt with them, true on `last_day` and less so after
--
-- Nobody lives anywhere before the month of their birth. Dates have a floor and a ceiling here (1 January of year 1,
-- 31 December 9999) where they are unknown or open.
WITH told AS (
  SELECT
    stay.person_id, place, hidden, kind, source,
    CASE
      WHEN from_date IS NOT NULL THEN 'dated'
      WHEN listed_from IS NOT NULL AND listed_to IS NOT DISTINCT FROM to_date AND kind = 'home' THEN 'listed'
      ELSE 'seen'
    END AS form,
    CASE
      WHEN from_date IS NULL AND coalesce(listed_from, seen_from) < birth_month + 183 THEN birth_month
      ELSE coalesce(from_date, listed_from - coalesce(late_of_coming, 0), seen_from, DATE '0001-01-01')
    END AS said_from,
    coalesce(to_date, DATE '9999-12-31') AS to_date,
    coalesce(seen_to, DATE '0001-01-01') AS last_day,
    coalesce(birth_month, DATE '0001-01-01') AS birth_month
  FROM stay
  LEFT JOIN born USING (person_id)
  LEFT JOIN register USING (source)
  WHERE coalesce(from_date, DATE '0001-01-01') <= coalesce(to_date, DATE '9999-12-31')
    AND coalesce(from_date, listed_from, seen_from, DATE '0001-01-01') <= getvariable('as_of')
),
-- The first day on which anything but the date of an account, tenancy or claim shows a person here. That a service
-- first dealt with somebody on a day does not say that they came then: a register of nearly everybody does, and of whom
-- it never had nothing tells when they came.
registered AS (
  SELECT DISTINCT person_id
  FROM dealing
  WHERE source IN (SELECT source FROM register) OR NOT EXISTS (FROM register)
),
first_sign AS (
  SELECT person_id, min(day) AS first_sign
  FROM (
    SELECT person_id, said_from AS day FROM told WHERE form <> 'dated'
    UNION ALL
    SELECT person_id, listed_from FROM stay WHERE from_date IS NULL
  )
  SEMI JOIN registered USING (person_id)
  WHERE day > DATE '0001-01-01'
  GROUP BY person_id
),
-- An account's date is its own: whoever is on it and first shows later came later, unless it is they who opened it.
-- Of those on it, that is the one who shows first, or those who show on one day, or of whom nothing else is known.
joined AS (
  SELECT
    told.*, first_sign,
    form = 'dated' AND first_sign > said_from + 90 AND first_sign < to_date AND rank() OVER (
      PARTITION BY place, source, said_from, hidden, form ORDER BY first_sign NULLS FIRST
    ) > 1 AS came_later
  FROM told
  LEFT JOIN first_sign USING (person_id)
)
SELECT
  person_id, place, hidden, kind, source, form, max(last_day) AS last_day, max(to_date) AS to_date,
  min(greatest(if(came_later, first_sign, said_from), birth_month)) AS from_date
FROM joined
WHERE greatest(if(came_later, first_sign, said_from), birth_month) <= to_date
-- What one source lists, or saw, at one place is one; each stay with a date is its own.
GROUP BY
  person_id, place, hidden, kind, source, form, if(form = 'dated', said_from, NULL), if(form = 'dated', to_date, NULL)
