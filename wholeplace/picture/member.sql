-- Who belongs to which family on the place's own date. A step on the way, not stored.
--
-- * Members are the people tied to the family on that day and not known to have died; somebody noted both as child and
--   as adult is a child. Somebody may belong to several families.

SELECT
    family_member.family_id,
    family_member.person_id,
    bool_or(family_member.role = 'child') AS is_child
FROM family_member
LEFT JOIN person USING (person_id)
WHERE coalesce(family_member.from_date <= getvariable('as_of'), true)
    AND coalesce(family_member.to_date > getvariable('as_of'), true)
    AND coalesce(person.death_month > getvariable('as_of'), true)
GROUP BY family_member.family_id, family_member.person_id
