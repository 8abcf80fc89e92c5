-- Arms that work past each other: families against whom one arm enforces while another supports them.
--
-- * Which periods and contacts enforce and which support is said in wholeplace/data/arms.csv. Members are those of the
--   place's own date (see member.sql); the one enforced against need not be the one supported. Somebody of no family
--   stands alone, as a family with their own number.
-- * A period counts on days that a source vouches for (see claim.sql); a contact that enforces on its day; one that
--   supports for picture.contact_gap_days after its day as well.
-- * A row for each thing that is enforced and each that supports, where they share a day within the financial years for
--   which costs are told: `from_date` is the first such day, `to_date` the first after the last. `times` counts what
--   was begun to be enforced on different days. `same_agency`: one agency does both.

WITH belonging AS (
    SELECT coalesce(member.family_id, person.person_id) AS family_id, person.person_id
    FROM person
    LEFT JOIN member USING (person_id)
),

acts AS (
    SELECT
        arm.arm,
        claim.person_id,
        concat(claim.track, ':', claim.state) AS what,
        claim.agency,
        claim.from_date,
        claim.known_to AS until
    FROM claim
    INNER JOIN arm ON arm.of = 'period' AND arm.track = claim.track AND arm.name = claim.state
    UNION ALL
    SELECT
        arm.arm,
        contact.person_id,
        contact.kind AS what,
        contact.agency,
        contact.date,
        contact.date + 1 + CASE WHEN arm.arm = 'support' THEN getvariable('contact_gap_days') ELSE 0 END
    FROM contact
    INNER JOIN arm
        ON arm.of = 'contact' AND arm.name = contact.kind AND (arm.service = '' OR arm.service = contact.service)
),

of_family AS (
    SELECT DISTINCT
        belonging.family_id,
        acts.arm,
        acts.what,
        acts.agency,
        greatest(acts.from_date, told.first_day) AS from_date,
        least(acts.until, told.next_day) AS until,
        acts.from_date AS began
    FROM acts
    INNER JOIN belonging USING (person_id)
    CROSS JOIN (SELECT min(first_day) AS first_day, max(next_day) AS next_day FROM cost_year) AS told
    WHERE acts.until > told.first_day AND acts.from_date < told.next_day
)

SELECT
    enforced.family_id,
    enforced.what AS enforcing,
    enforced.agency AS enforcing_agency,
    supported.what AS supporting,
    supported.agency AS supporting_agency,
    enforced.agency = supported.agency AS same_agency,
    min(greatest(enforced.from_date, supported.from_date)) AS from_date,
    max(least(enforced.until, supported.until)) AS to_date,
    count(DISTINCT enforced.began)::UINTEGER AS times
FROM of_family AS enforced
INNER JOIN of_family AS supported
    ON supported.family_id = enforced.family_id
    AND supported.from_date < enforced.until
    AND supported.until > enforced.from_date
WHERE enforced.arm = 'enforce' AND supported.arm = 'support'
GROUP BY enforced.family_id, enforced.what, enforced.agency, supported.what, supported.agency
