-- How much speaks for each person's living at each place, from when to when.
--
-- Where two sources disagree, each gives its place points, which add up. They are assumed, and rank, no more: a
-- stay with both its ends known before one that is open, one begun of late before a register's list, and that
-- before an old stay that nobody ended, as people leave without telling. What a source was told on the way counts
-- for half a year after and little from then on. Three years: moves that a register has not heard of by then, and
-- partners who left and are on the account still, are about as many as each other.
--
-- A source tells moves if, when it ends a stay, registers mostly have the person elsewhere by then. A housing benefit
-- claim ends and people stay; a council tax account ends because they left. Where nothing shows it, ends are moves.
WITH ended AS (
  SELECT person_id, source, place
  FROM sighting
  WHERE form = 'dated'
  GROUP BY person_id, source, place
  HAVING max(to_date) <= getvariable('as_of') - 90
),
compared AS (
  SELECT ended.source, ended.person_id, bool_or(listed.place = ended.place) AS stayed
  FROM ended
  JOIN sighting AS listed ON listed.person_id = ended.person_id
  WHERE listed.form = 'listed' AND listed.to_date > getvariable('as_of')
  GROUP BY ended.source, ended.person_id
),
tells_no_moves AS (
  SELECT source
  FROM compared
  GROUP BY source
  HAVING count(*) >= 20 AND count_if(stayed) >= 0.4 * count(*)
),
-- Whom a source has at one place with no end, and at another from a later day, left the one for the other: of seven in
-- eight that is so.
several AS (
  SELECT person_id, source
  FROM sighting
  WHERE form = 'dated' AND NOT hidden
  GROUP BY person_id, source
  HAVING min(from_date) < max(from_date) AND max(to_date) > getvariable('as_of')
),
began AS (
  SELECT DISTINCT person_id, source, from_date AS began
  FROM sighting
  SEMI JOIN several USING (person_id, source)
  WHERE form = 'dated' AND NOT hidden
),
following AS (
  SELECT *, lead(began) OVER (PARTITION BY person_id, source ORDER BY began) AS next
  FROM began
),
told AS (
  SELECT
    sighting.* REPLACE (
      if(form = 'dated' AND to_date > getvariable('as_of') AND NOT hidden, coalesce(next, to_date), to_date) AS to_date
    )
  FROM sighting
  LEFT JOIN following
    ON following.person_id = sighting.person_id AND following.source = sighting.source AND began = from_date
),
-- From when to when the sources that tell moves have each person at each place. Once any of them tells that somebody
-- left, the others who say nothing new have not heard of it.
stood AS (
  SELECT
    person_id, place, source, min(from_date) AS came, max(from_date) AS begun, max(to_date) AS went
  FROM told
  WHERE form = 'dated' AND source NOT IN (FROM tells_no_moves)
  GROUP BY person_id, place, source
),
held AS MATERIALIZED (
  SELECT
    person_id, place, min(came) AS came,
    if(min(went) <= getvariable('as_of') AND max(begun) <= min(went), min(went), max(went)) AS went
  FROM stood
  GROUP BY person_id, place
),
-- The household that lives at a place now came with the first of those who answer for it.
moved_in AS (
  SELECT place, min(came) AS came
  FROM held
  WHERE went > getvariable('as_of')
  GROUP BY place
),
named AS MATERIALIZED (
  SELECT DISTINCT person_id, family FROM dealing WHERE family IS NOT NULL
),
-- A household leaves together: whoever is on no account of the place, and has the family name of those whose accounts
-- ended before others' began, and of none of those others, lived there with the former.
turnover AS (
  SELECT place FROM held JOIN moved_in USING (place) GROUP BY place HAVING min(went) <= getvariable('as_of')
),
holder AS (
  SELECT place, family, min(held.came) AS came, max(went) AS went
  FROM held
  SEMI JOIN turnover USING (place)
  JOIN dealing USING (person_id)
  WHERE family IS NOT NULL
  GROUP BY place, family
),
former AS (
  SELECT person_id, place, min(holder.came) AS came, max(holder.went) AS went
  FROM (FROM sighting SEMI JOIN turnover USING (place) WHERE form = 'listed') AS listed
  ANTI JOIN held USING (person_id, place)
  JOIN dealing USING (person_id)
  JOIN holder USING (place, family)
  JOIN moved_in USING (place)
  GROUP BY person_id, place
  HAVING max(holder.went) <= any_value(moved_in.came) + 31
),
-- When a source knows somebody to be at a place, and where each of them was known to be first.
known AS MATERIALIZED (
  SELECT person_id, place, form, if(form = 'seen', last_day, from_date) AS day, if(form = 'seen', last_day, to_date) AS gone
  FROM told
  WHERE form <> 'listed' AND NOT hidden
),
first_known AS (
  SELECT person_id, place, form, day
  FROM known
  QUALIFY rank() OVER (PARTITION BY person_id ORDER BY day) = 1
),
-- Nobody goes to and fro without a word: whoever a register has at one place, since when is unknown, and whom others knew
-- at another, came after they were last known there, unless they had been known at the first before.
elsewhere AS (
  SELECT listed.person_id, listed.place, max(gone) AS came
  FROM (SELECT DISTINCT person_id, place FROM told WHERE form = 'listed' AND NOT hidden) AS listed
  JOIN known AS other ON other.person_id = listed.person_id AND other.place <> listed.place
  LEFT JOIN (SELECT person_id, place, min(day) AS day FROM known GROUP BY person_id, place) AS own
    ON own.person_id = listed.person_id AND own.place = listed.place
  WHERE gone <= getvariable('as_of') AND coalesce(own.day >= gone, TRUE)
  GROUP BY listed.person_id, listed.place
),
-- That a service dealt with somebody from a day does not mean that they came then. Where they were known first they had
-- lived before, since those of their family name came who were there on an account at the time.
-- In steps, so that names are only ever looked up for people and never matched with each other.
company AS MATERIALIZED (
  SELECT first_known.person_id, first_known.place, own.family, held.person_id AS other, held.came
  FROM first_known
  JOIN named AS own USING (person_id)
  JOIN held ON held.place = first_known.place AND held.came <= day AND held.went >= day
  WHERE form = 'seen'
),
before AS MATERIALIZED (
  SELECT company.person_id, place, min(came) AS came
  FROM company
  JOIN named ON named.person_id = company.other AND named.family = company.family
  GROUP BY company.person_id, place
),
-- A register's address holds from when the person, or else the household, came there, and so does one that somebody
-- told after that. It does not hold after the account on which the person stands has ended: the register was not told.
-- What somebody told later does hold.
bounded AS (
  SELECT
    told.* REPLACE (
      CASE
        WHEN form = 'listed'
          THEN greatest(from_date, coalesce(held.came, former.came, moved_in.came, elsewhere.came, from_date))
        WHEN form = 'seen' AND NOT hidden AND before.came IS NOT NULL THEN before.came
        WHEN form = 'seen' AND NOT hidden AND last_day >= coalesce(held.came, moved_in.came)
          THEN greatest(from_date, coalesce(held.came, moved_in.came))
        ELSE from_date
      END AS from_date,
      CASE
        WHEN form = 'listed' THEN least(to_date, former.went, if(held.went <= getvariable('as_of'), held.went, NULL))
        WHEN last_day <= held.went AND from_date < held.went AND held.went <= getvariable('as_of')
          THEN least(to_date, held.went)
        ELSE to_date
      END AS to_date
    )
  FROM told
  LEFT JOIN held USING (person_id, place)
  LEFT JOIN former USING (person_id, place)
  LEFT JOIN moved_in USING (place)
  LEFT JOIN elsewhere USING (person_id, place)
  LEFT JOIN before USING (person_id, place)
),
aged AS (
  SELECT
    *,
    CASE form
      WHEN 'listed' THEN getvariable('as_of') - 1096
      WHEN 'seen' THEN last_day + 183
      ELSE from_date + 1096
    END AS turn,
    CASE
      WHEN form = 'dated' AND to_date < DATE '9999-12-31' THEN [4.0, 4.0]
      WHEN form = 'dated' THEN [3.0, 1.5]
      WHEN form = 'listed' THEN [1.0, 2.0]
      ELSE [1.25, 0.3]
    END AS points
  FROM bounded
  WHERE from_date < to_date
),
-- What is to come ages nothing.
turned AS (
  SELECT * REPLACE (if(turn > getvariable('as_of'), DATE '9999-12-31', turn) AS turn)
  FROM aged
)
SELECT person_id, place, hidden, kind, source, form, from_date, least(to_date, turn) AS to_date, points[1] AS points
FROM turned
WHERE from_date < least(to_date, turn)
UNION ALL
SELECT person_id, place, hidden, kind, source, form, greatest(from_date, turn), to_date, points[2]
FROM turned
WHERE greatest(from_date, turn) < to_date
