-- Ties between people, from what sources declare between records.
--
-- `basis` says how: a source declares the relation of one to the other, or has both under one reference of its own.
-- Each is kept in one direction: b is a's parent, mother, carer, dependant ... What a source says from the carer's
-- side (cared_for) is turned round. Ties between equals stand once, the smaller id first.
WITH declared AS (
  SELECT l.person_id AS a, r.person_id AS b, kind, from_date, to_date, relation.source, 'declared' AS basis
  FROM relation
  JOIN who AS l ON l.record_id = relation.record_id
  JOIN who AS r ON r.record_id = relation.other_record_id
),
-- Members of one household or family by the source's own reference; larger groups are homes and hostels.
member AS (
  SELECT
    source, group_id, if(relation.kind = 'family', 'family', 'household') AS kind,
    person_id, min(from_date) AS from_date,
    if(count(*) = count(to_date), max(to_date), NULL) AS to_date
  FROM relation
  JOIN who USING (record_id)
  WHERE group_id IS NOT NULL
  GROUP BY ALL
),
close_by AS MATERIALIZED (
  SELECT *
  FROM member
  QUALIFY count(*) OVER (PARTITION BY source, group_id, kind) <= getvariable('largest_group')
),
together AS (
  SELECT
    l.person_id AS a, r.person_id AS b, kind,
    greatest(l.from_date, r.from_date) AS from_date,
    least(l.to_date, r.to_date) AS to_date,
    source, 'reference' AS basis
  FROM close_by AS l
  JOIN close_by AS r USING (source, group_id, kind)
  WHERE l.person_id < r.person_id
    AND coalesce(l.from_date < r.to_date, TRUE)
    AND coalesce(r.from_date < l.to_date, TRUE)
),
either AS (
  SELECT * FROM declared
  UNION ALL
  SELECT * FROM together
)
SELECT DISTINCT
  CASE
    WHEN kind IN ('spouse_or_partner', 'sibling', 'household', 'family', 'tenancy', 'liable') THEN least(a, b)
    WHEN kind = 'cared_for' THEN b
    ELSE a
  END AS person_a,
  CASE
    WHEN kind IN ('spouse_or_partner', 'sibling', 'household', 'family', 'tenancy', 'liable') THEN greatest(a, b)
    WHEN kind = 'cared_for' THEN a
    ELSE b
  END AS person_b,
  CASE kind WHEN 'cared_for' THEN 'carer' WHEN 'tenancy' THEN 'household' WHEN 'liable' THEN 'household' ELSE kind END AS kind,
  from_date, to_date, source, basis
FROM either
WHERE a <> b AND (from_date IS NULL OR to_date IS NULL OR from_date <= to_date)
ORDER BY ALL
