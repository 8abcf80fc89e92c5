-- Families: who they are in number, and how many services and agencies know any of their members.
--
-- * Members are those of the place's own date (see member.sql). A family without any has no row.
-- * Services, agencies and sources are those that knew any member at any time in the last
--   picture.overlap_months, the month of the place's own date included (see known.sql).
-- * A family with children is withheld (its services, agencies and sources are left empty) where its parents
--   may well be missing from the picture: where for every source that tells of its children, a smaller share of
--   that source's children than picture.known_parent_share has a known parent or carer (see coverage.sql).

WITH counted AS (
    SELECT
        family_id,
        count(*) AS people,
        count(*) FILTER (is_child) AS children,
        count(*) FILTER (NOT is_child) AS adults
    FROM member
    GROUP BY family_id
),

lately AS (
    SELECT
        member.family_id,
        count(DISTINCT known.service) AS services,
        count(DISTINCT known.agency) AS agencies,
        string_agg(DISTINCT known.source, ', ' ORDER BY known.source) AS sources
    FROM member
    INNER JOIN known USING (person_id)
    WHERE known.last_month >= date_trunc('month', getvariable('as_of')) - to_months(getvariable('overlap_months') - 1)
    GROUP BY member.family_id
),

known_parents AS (  -- the best that any source of the children can do
    SELECT
        member.family_id,
        max(coverage.children_with_parent / nullif(coverage.children, 0)) AS share
    FROM member
    INNER JOIN person_source USING (person_id)
    INNER JOIN coverage USING (source)
    WHERE member.is_child
    GROUP BY member.family_id
),

judged AS (
    SELECT
        counted.*,
        lately.services,
        lately.agencies,
        lately.sources,
        counted.children > 0
            AND coalesce(known_parents.share, 0) < getvariable('known_parent_share') AS is_withheld
    FROM counted
    LEFT JOIN lately USING (family_id)
    LEFT JOIN known_parents USING (family_id)
)

SELECT
    family_id,
    people,
    children,
    adults,
    CASE WHEN NOT is_withheld THEN coalesce(services, 0) END AS services,
    CASE WHEN NOT is_withheld THEN coalesce(agencies, 0) END AS agencies,
    CASE WHEN NOT is_withheld THEN sources END AS sources,
    CASE WHEN is_withheld THEN 'few known parents' END AS withheld
FROM judged
