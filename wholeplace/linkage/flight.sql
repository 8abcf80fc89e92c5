-- Who left a shared address after domestic abuse, or for a refuge, with whom, and whom they left behind.
-- Nobody need have told any service that they fled: most never do.
--
-- Dates have a floor and a ceiling here (1 January of year 1, 31 December 9999) where they are unknown or open.
-- Somebody leaves on the day a stay ends, or the first later stay elsewhere begins, whichever is first. Abuse that
-- a service is first told of up to `told_after` days after that counts, as it is often told of late.
-- Who is known at any of the new addresses too came along: that was a move, and for those people no flight.
-- A flight is from at least one adult, or somebody whose age is unknown; from then on all who were left behind count.
WITH departure AS MATERIALIZED (
  SELECT
    a.person_id, a.place, a.from_date,
    least(a.to_date, min(n.from_date)) AS left_on
  FROM stay AS a
  JOIN abuse USING (person_id)
  LEFT JOIN stay AS n
    ON n.person_id = a.person_id AND n.place <> a.place AND n.from_date > a.from_date
  GROUP BY a.person_id, a.place, a.from_date, a.to_date, abuse.since
  HAVING least(a.to_date, min(n.from_date)) < DATE '9999-12-31'
    AND least(a.to_date, min(n.from_date)) >= abuse.since - CAST(getvariable('told_after') AS INTEGER)
  UNION
  -- For a refuge: an address was left as its stay ended, if that was not long before; any other before the refuge
  -- on the day on which that was reached.
  SELECT
    a.person_id, a.place, a.from_date,
    if(a.to_date BETWEEN refuge.from_date - 92 AND refuge.from_date, a.to_date, refuge.from_date)
  FROM refuge
  JOIN stay AS a ON a.person_id = refuge.person_id AND a.place <> refuge.place AND a.from_date < refuge.from_date
),
went AS MATERIALIZED (
  SELECT DISTINCT d.person_id, d.place, d.left_on, n.place AS new_place
  FROM departure AS d
  JOIN stay AS n ON n.person_id = d.person_id AND n.place <> d.place AND n.from_date >= d.left_on
),
together AS MATERIALIZED (
  SELECT DISTINCT d.person_id, d.place, d.left_on, o.person_id AS other
  FROM departure AS d
  JOIN stay AS o
    ON o.place = d.place AND o.person_id <> d.person_id AND o.from_date < d.left_on AND o.to_date > d.from_date
),
came AS MATERIALIZED (
  SELECT DISTINCT t.person_id, t.place, t.left_on, t.other
  FROM together AS t
  JOIN went USING (person_id, place, left_on)
  JOIN stay AS s ON s.person_id = t.other AND s.place = went.new_place
),
left_behind AS MATERIALIZED (
  SELECT together.*, coalesce(born.birth_date + to_years(getvariable('adult_age')) <= left_on, TRUE) AS grown
  FROM together
  ANTI JOIN came USING (person_id, place, left_on, other)
  LEFT JOIN born ON born.person_id = together.other
),
flight AS MATERIALIZED (
  SELECT person_id, place, left_on, count(*) > getvariable('communal_size') AS communal
  FROM left_behind
  GROUP BY person_id, place, left_on
  HAVING bool_or(grown)
),
-- They left together, so that the first day on which any of them is seen to have gone is the day for all.
gone AS (
  SELECT person_id, place, left_on, min(day) AS day
  FROM (
    SELECT f.person_id, f.place, f.left_on, s.to_date AS day
    FROM flight AS f
    JOIN came USING (person_id, place, left_on)
    JOIN stay AS s ON s.person_id = came.other AND s.place = f.place
    UNION ALL
    SELECT f.person_id, f.place, f.left_on, s.from_date
    FROM flight AS f
    JOIN came USING (person_id, place, left_on)
    JOIN went USING (person_id, place, left_on)
    JOIN stay AS s ON s.person_id = came.other AND s.place = went.new_place
  ) AS seen
  WHERE day BETWEEN left_on - 92 AND left_on
  GROUP BY person_id, place, left_on
),
-- Those who came along are as much in hiding: where they live is where she lives.
fled AS (
  SELECT person_id, person_id AS with_whom, place, left_on, communal FROM flight
  UNION
  SELECT came.other, person_id, place, left_on, communal
  FROM came
  JOIN flight USING (person_id, place, left_on)
)
SELECT DISTINCT
  fled.person_id, fled.place, coalesce(gone.day, fled.left_on) AS from_date,
  -- From a hostel or home of many nobody is named.
  CASE WHEN NOT communal THEN left_behind.other END AS other_person_id
FROM fled
JOIN left_behind
  ON left_behind.person_id = fled.with_whom AND left_behind.place = fled.place AND left_behind.left_on = fled.left_on
LEFT JOIN gone ON gone.person_id = fled.with_whom AND gone.place = fled.place AND gone.left_on = fled.left_on
WHERE left_behind.other <> fled.person_id
ORDER BY ALL
