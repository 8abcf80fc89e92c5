-- Each person's time at each place: from day to day, the place for which most speaks.
--
-- A hidden place goes before any other: what sources say besides may be where somebody fled from. Council tax says
-- who owes for a property; who has a home elsewhere at the time does not live there. Of places for which as much
-- speaks, the one come to last. A gap of no more than `gap_days` between two stays at one place is none.
-- Sources go by one bit each until the end: bits are put together much sooner than lists of names.
WITH numbered_source AS (
  SELECT source, row_number() OVER (ORDER BY source) - 1 AS nth, count(*) OVER () AS of
  FROM (SELECT DISTINCT source FROM support)
),
flagged AS MATERIALIZED (
  SELECT
    person_id, place, hidden, kind = 'property' AS owed_for, from_date, to_date, points,
    set_bit(bitstring('0', CAST(of AS INTEGER)), CAST(nth AS INTEGER), 1) AS source
  FROM support
  JOIN numbered_source USING (source)
),
disputed AS MATERIALIZED (
  SELECT flagged.*
  FROM flagged
  SEMI JOIN (
    SELECT person_id
    FROM flagged
    GROUP BY person_id
    HAVING min(place) <> max(place) OR min(hidden) <> max(hidden)
  ) USING (person_id)
),
day AS (
  SELECT person_id, from_date AS day FROM disputed
  UNION
  SELECT person_id, to_date FROM disputed
),
span AS (
  SELECT person_id, day AS from_date, lead(day) OVER (PARTITION BY person_id ORDER BY day) AS to_date
  FROM day
),
said AS (
  SELECT
    span.person_id, span.from_date, span.to_date, place, hidden, source,
    bool_and(owed_for) AS owed_for, max(points) AS points, max(disputed.from_date) AS came
  FROM span
  JOIN disputed ON disputed.person_id = span.person_id
    AND disputed.from_date <= span.from_date AND disputed.to_date >= span.to_date
  GROUP BY ALL
),
place_said AS (
  SELECT
    person_id, from_date, to_date, place, hidden, bool_and(owed_for) AS owed_for,
    sum(CAST(points AS DECIMAL(9, 2))) AS points, max(came) AS came, bit_or(source) AS sources
  FROM said
  GROUP BY ALL
),
best AS (
  SELECT person_id, place, hidden, from_date, to_date, sources
  FROM place_said
  QUALIFY row_number() OVER (
    PARTITION BY person_id, from_date ORDER BY hidden DESC, owed_for, points DESC, came DESC, place
  ) = 1
  UNION ALL
  SELECT person_id, place, hidden, from_date, to_date, bit_or(source)
  FROM flagged
  ANTI JOIN disputed USING (person_id)
  GROUP BY ALL
),
marked AS (
  SELECT
    *,
    coalesce(
      place <> lag(place) OVER each OR hidden <> lag(hidden) OVER each
        OR from_date > max(to_date) OVER (each ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
          + CAST(getvariable('gap_days') AS INTEGER),
      TRUE
    ) AS begins
  FROM best
  WINDOW each AS (PARTITION BY person_id ORDER BY from_date, to_date)
),
numbered AS (
  SELECT
    *, count_if(begins) OVER (PARTITION BY person_id ORDER BY from_date, to_date ROWS UNBOUNDED PRECEDING) AS stay
  FROM marked
),
stay AS MATERIALIZED (
SELECT
  person_id, place, hidden,
  min(from_date) AS from_date,
  max(to_date) AS to_date,
  bit_or(sources) AS sources
FROM numbered
GROUP BY person_id, place, hidden, stay
),
named AS (
  SELECT combined.sources, string_agg(source, ', ' ORDER BY source) AS names
  FROM (SELECT DISTINCT sources FROM stay) AS combined
  JOIN numbered_source ON get_bit(combined.sources, CAST(nth AS INTEGER)) = 1
  GROUP BY combined.sources
)
SELECT person_id, place, hidden, from_date, to_date, names AS sources
FROM stay
JOIN named USING (sources)
ORDER BY ALL
