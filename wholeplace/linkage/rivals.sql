-- Records that one source itself tells apart: one family name and birth date, but two given names that are
-- not two ways of writing one. Twins above all; so they are never joined, not even through a third record.
-- A name that begins with the other (Sam, Samuel), a preferred name, one slip in a name of five letters or more
-- that begins alike (Kathryn, Kathrin), or one name spelt in two ways as it sounds (Naseema, Nasima) may be the same
-- person written twice.
SELECT a.n AS a, b.n AS b
FROM named AS a
JOIN named AS b
  ON a.source = b.source AND a.family = b.family AND a.birth_date = b.birth_date AND a.n < b.n
WHERE NOT starts_with(a.given, b.given)
  AND NOT starts_with(b.given, a.given)
  AND NOT coalesce(a.preferred = b.given OR b.preferred = a.given, FALSE)
  AND a.given_sound <> b.given_sound
  AND NOT (
    damerau_levenshtein(a.given, b.given) = 1
    AND least(length(a.given), length(b.given)) >= 5
    AND left(a.given, 1) = left(b.given, 1)
  )
ORDER BY a, b
