-- What each family lives with, has to build on, and is helped by, in the plain words by which patterns are told.
--
-- * Which circumstance, strength or period of support counts as which is said in wholeplace/data/features.csv: several
--   factors, or several states, are one.
-- * A family has it where it stands with any member on a day that a source vouches for (`known_to`, see spell.sql and
--   exposure.sql) in the picture.overlap_months that end with the month of the place's own date. Circumstances and
--   strengths are members' own, or of a child's parent. Members are those of that date (see member.sql).
-- * What no source records is unknown and not absent: a family without a row for it may have it.

WITH span AS (
    SELECT (date_trunc('month', getvariable('as_of')) - to_months(getvariable('overlap_months') - 1))::DATE AS oldest
),

told AS (
    SELECT exposure.person_id, feature.kind, feature.feature
    FROM exposure
    INNER JOIN feature ON feature.of = 'factor' AND feature.name = exposure.factor
    CROSS JOIN span
    WHERE exposure.holder IN ('self', 'parent') AND exposure.known_to > span.oldest
    UNION ALL
    SELECT spell.person_id, feature.kind, feature.feature
    FROM spell
    INNER JOIN feature ON feature.of = 'period' AND feature.track = spell.track AND feature.name = spell.state
    CROSS JOIN span
    WHERE spell.known_to > span.oldest
)

SELECT DISTINCT member.family_id, told.kind, told.feature
FROM told
INNER JOIN member USING (person_id)
