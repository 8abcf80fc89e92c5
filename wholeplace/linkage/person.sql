-- What all of a person's records together say.
--
-- Latest: the record last seen by its source, ties going to the one first seen latest, then by record id.
--   birth date   the one most records give, exact before expected; of several, the latest record's
--   sex          the one most records give (male, female or other); of several, the latest record's
--   ethnicity    the latest that is known
--   death        the latest record's that gives one
WITH said AS (
  SELECT
    person_id, record_id, source, sex, ethnicity, death_date, seen_from, seen_to,
    CASE WHEN birth_date_kind <> 'unknown' THEN birth_date END AS birth_date,
    CASE WHEN birth_date IS NULL THEN 'unknown' ELSE birth_date_kind END AS birth_date_kind,
    row_number() OVER (
      PARTITION BY person_id
      ORDER BY seen_to DESC NULLS LAST, seen_from DESC NULLS LAST, record_id
    ) AS place
  FROM record
),
birth AS (
  SELECT person_id, birth_date, birth_date_kind
  FROM said
  WHERE birth_date IS NOT NULL
  GROUP BY person_id, birth_date, birth_date_kind
  QUALIFY row_number() OVER (
    PARTITION BY person_id ORDER BY birth_date_kind = 'exact' DESC, count(*) DESC, min(place)
  ) = 1
),
sexes AS (
  SELECT person_id, sex
  FROM said
  WHERE sex <> 'unknown'
  GROUP BY person_id, sex
  QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY count(*) DESC, min(place)) = 1
),
whole AS (
  SELECT
    person_id,
    arg_min(ethnicity, place) AS ethnicity,
    arg_min(death_date, place) AS death_date,
    count(*) AS records,
    count(DISTINCT source) AS sources,
    min(seen_from) AS first_seen,
    max(seen_to) AS last_seen
  FROM said
  GROUP BY person_id
)
SELECT
  whole.person_id,
  CAST(date_trunc('month', birth.birth_date) AS DATE) AS birth_month,
  coalesce(birth.birth_date_kind, 'unknown') AS birth_date_kind,
  CAST(date_trunc('month', whole.death_date) AS DATE) AS death_month,
  coalesce(sexes.sex, 'unknown') AS sex,
  whole.ethnicity,
  home.address_id,
  whole.records,
  whole.sources,
  whole.first_seen,
  whole.last_seen,
  raised.person_id IS NOT NULL AS known_parent,
  birth.birth_date
FROM whole
LEFT JOIN birth USING (person_id)
LEFT JOIN sexes USING (person_id)
LEFT JOIN home USING (person_id)
LEFT JOIN raised USING (person_id)
ORDER BY person_id
