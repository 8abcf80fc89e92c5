-- Ties that nobody declared and that living together makes likely. They are evidence, not fact: `basis` says so, and
-- no family is made of them.
--
--   parent_or_carer    An adult lived with a child for three months or more in a private household; is 16 to 44 years
--                      older; and is one of at most two such adults there, of whom one has the child's family name.
--                      Or is the only adult there. It may be a step-parent or a grandparent.
--   spouse_or_partner  Two adults, and nobody else, answer together for a home (council tax, tenancy); they live
--                      together, and their ages are at most ten years apart. It may be a brother and sister.
--
-- Both last for as long as the two live together. Nobody at a hidden address lives with anyone here. Between two of
-- whom a source declares a tie, there is no other.
WITH lived AS (
  SELECT
    residence.person_id, household_id, birth_month,
    coalesce(from_date, DATE '0001-01-01') AS from_date,
    coalesce(to_date, DATE '9999-12-31') AS to_date
  FROM residence
  JOIN private USING (household_id)
  JOIN born USING (person_id)
  WHERE NOT hidden
),
named AS MATERIALIZED (
  SELECT person_id, list(DISTINCT family) AS families FROM dealing WHERE family IS NOT NULL GROUP BY person_id
),
-- Adults with whom a child lived, at least 14 years older; nearer in age are brothers, sisters and friends.
raised AS (
  SELECT
    child.person_id AS child, adult.person_id AS adult, household_id,
    greatest(child.from_date, adult.from_date) AS from_date,
    least(child.to_date, adult.to_date) AS to_date,
    CAST(child.birth_month + to_years(18) AS DATE) AS grown,
    adult.birth_month BETWEEN child.birth_month - to_years(45) AND child.birth_month - to_years(16) AS fits
  FROM lived AS child
  JOIN lived AS adult USING (household_id)
  WHERE adult.birth_month <= child.birth_month - to_years(14)
),
known AS (
  SELECT raised.*, coalesce(list_has_any(l.families, r.families), FALSE) AS named_alike
  FROM raised
  LEFT JOIN named AS l ON l.person_id = child
  LEFT JOIN named AS r ON r.person_id = adult
  WHERE least(to_date, grown, getvariable('as_of')) >= from_date + 90
),
adult AS (
  SELECT
    child, household_id, adult, bool_or(named_alike) AS named_alike, bool_or(fits) AS fits,
    min(from_date) AS from_date, max(to_date) AS to_date
  FROM known
  GROUP BY child, household_id, adult
),
among AS (
  SELECT
    *,
    count(*) OVER home AS adults,
    count_if(fits) OVER home AS fitting,
    bool_or(fits AND named_alike) OVER home AS one_named_alike
  FROM adult
  WINDOW home AS (PARTITION BY child, household_id)
),
pair AS (
  SELECT kind, group_id, person_id
  FROM relation
  JOIN who USING (record_id)
  WHERE kind IN ('liable', 'tenancy') AND group_id IS NOT NULL
  GROUP BY kind, group_id, person_id
  QUALIFY count(*) OVER (PARTITION BY kind, group_id) = 2
),
couple AS (
  SELECT
    l.person_id AS a, r.person_id AS b,
    min(greatest(l.from_date, r.from_date)) AS from_date,
    max(least(l.to_date, r.to_date)) AS to_date
  FROM (
    SELECT DISTINCT first.person_id AS a, second.person_id AS b
    FROM pair AS first
    JOIN pair AS second USING (kind, group_id)
    WHERE first.person_id < second.person_id
  )
  JOIN lived AS l ON l.person_id = a
  JOIN lived AS r ON r.person_id = b AND r.household_id = l.household_id
  WHERE greatest(l.birth_month, r.birth_month) <= least(l.birth_month, r.birth_month) + to_years(10)
    AND greatest(l.birth_month, r.birth_month) <= getvariable('as_of') - to_years(18)
    AND least(l.to_date, r.to_date) >= greatest(l.from_date, r.from_date) + 30
  GROUP BY ALL
),
likely AS (
  SELECT
    child AS person_a, adult AS person_b, 'parent_or_carer' AS kind,
    min(from_date) AS from_date, max(to_date) AS to_date
  FROM among
  WHERE fits AND ((fitting <= 2 AND one_named_alike) OR adults = 1)
  GROUP BY child, adult
  UNION ALL
  SELECT a, b, 'spouse_or_partner', from_date, to_date
  FROM couple
)
SELECT
  person_a, person_b, kind,
  if(from_date > DATE '0001-01-01', from_date, NULL) AS from_date,
  if(to_date < DATE '9999-12-31', to_date, NULL) AS to_date,
  'living together' AS source,
  'home' AS basis
FROM likely
ANTI JOIN declared ON least(declared.person_a, declared.person_b) = least(likely.person_a, likely.person_b)
  AND greatest(declared.person_a, declared.person_b) = greatest(likely.person_a, likely.person_b)
ORDER BY ALL
