-- People in each state of each track, month by month, counted on one day of the month.
--
-- * The day is the last of the month; in the track's last month, the day up to which its sources were looked at
--   where that comes first.
-- * A track has months for the last report.years, from the month in which its first period of support begins to
--   the last in which any of its sources was looked at, and in these every state that was ever reported: 0 means
--   that nobody was in it. Months without rows are not known. `sources` are those looked at in that month or later.
-- * An open period counts up to the end of the month in which the last of its sources was looked at. Where a
--   source stops earlier than others of the track, later months lack what it would have said.
-- * Nobody is counted from the month of their death on.
-- * `people` counts everybody in the state, so that the states of one track may add up to more than its people.
--   `main_people` counts each person once a track, in the most intensive of their states.
-- * An extract that holds only current cases makes earlier months look emptier than they were (see coverage).

WITH track_source AS (
    SELECT track, source, min(from_date) AS first_day
    FROM claim
    GROUP BY track, source
),

track_span AS (
    SELECT
        track,
        max(coverage.as_of) AS last_day,
        greatest(
            date_trunc('month', min(first_day)),
            date_trunc('month', getvariable('as_of')) - to_months(12 * getvariable('years') - 1)
        )::DATE AS first_month
    FROM track_source
    INNER JOIN coverage USING (source)
    GROUP BY track
),

months AS (
    SELECT track, last_day, unnest(generate_series(first_month, last_day, INTERVAL 1 MONTH))::DATE AS month
    FROM track_span
),

counting_day AS (
    SELECT
        months.track,
        months.month,
        least(last_day(months.month), months.last_day) AS day,
        string_agg(track_source.source, ', ' ORDER BY track_source.source) AS sources
    FROM months
    INNER JOIN track_source USING (track)
    INNER JOIN coverage USING (source)
    WHERE coverage.as_of >= months.month
    GROUP BY months.track, months.month, months.last_day
),

counted_spell AS (  -- `until`: the first day on which nobody counts any more (least() passes over null)
    SELECT
        spell.person_id,
        spell.track,
        spell.state,
        system_state.precedence,
        spell.from_date,
        least(spell.to_date, last_day(spell.known_to - 1) + 1, person.death_month) AS until
    FROM spell
    INNER JOIN system_state USING (track, state)
    LEFT JOIN person USING (person_id)
),

in_state AS (
    SELECT counting_day.track, counting_day.month, counted_spell.state, count(*) AS people
    FROM counting_day
    INNER JOIN counted_spell USING (track)
    WHERE counted_spell.from_date <= counting_day.day AND counted_spell.until > counting_day.day
    GROUP BY counting_day.track, counting_day.month, counted_spell.state
),

beside AS (  -- days that a person spends in a more intensive state of the track as well
    SELECT
        less.person_id,
        less.track,
        less.state,
        greatest(less.from_date, more.from_date) AS from_date,
        least(less.until, more.until) AS until
    FROM counted_spell AS less
    INNER JOIN counted_spell AS more
        ON more.person_id = less.person_id
        AND more.track = less.track
        AND more.precedence < less.precedence
        AND more.from_date < less.until
        AND more.until > less.from_date
),

not_main AS (
    SELECT counting_day.track, counting_day.month, beside.state, count(DISTINCT beside.person_id) AS people
    FROM counting_day
    INNER JOIN beside USING (track)
    WHERE beside.from_date <= counting_day.day AND beside.until > counting_day.day
    GROUP BY counting_day.track, counting_day.month, beside.state
)

SELECT
    counting_day.month,
    counting_day.track,
    known_state.state,
    coalesce(in_state.people, 0) AS people,
    coalesce(in_state.people, 0) - coalesce(not_main.people, 0) AS main_people,
    counting_day.sources
FROM counting_day
INNER JOIN (SELECT DISTINCT track, state FROM spell) AS known_state USING (track)
LEFT JOIN in_state USING (track, month, state)
LEFT JOIN not_main USING (track, month, state)
