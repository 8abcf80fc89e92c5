-- Periods of support: the time one person spent in one state of one track, from what all sources say.
--
-- Which claims count, and what open means, is said in claim.sql. From these:
-- * Claims of one state that overlap or touch, from whatever source, are one period. A gap of one day makes two.
-- * Where a track is exclusive (nobody can be in two of its states on one day, says the system map) and claims
--   of different states overlap, the most intensive state has the days of the overlap; the others keep what is
--   left before and after. In every other track states run side by side and each is kept whole.
-- * `sources` are those that claim this state on any day of the period; `claims` is how many claims they made.
-- * `source_conflict` is true where sources disagree: two report the period but do not give the same days, or,
--   in an exclusive track, on one day of it one source claims this state and another a different one.
--   A source that says nothing of the period does not disagree.
-- * `known_to` is the first day of the period that no source vouches for (see claim.sql): an open period goes
--   on beyond it, but only as an assumption. It is never before the start.

WITH reaching AS (  -- how far the claims before this one reach
    SELECT
        *,
        max(until) OVER (
            PARTITION BY person_id, track, state ORDER BY from_date, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM claim
),

numbered AS (  -- a claim that begins after that starts a new period
    SELECT
        *,
        count(*) FILTER (reached IS NULL OR from_date > reached) OVER (
            PARTITION BY person_id, track, state ORDER BY from_date, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS number
    FROM reaching
),

joined AS (
    SELECT person_id, track, state, min(from_date) AS from_date, max(until) AS until
    FROM numbered
    GROUP BY person_id, track, state, number
),

rival AS (  -- periods of tracks in which nobody can be in two states
    SELECT joined.*, system_state.precedence
    FROM joined
    INNER JOIN system_state USING (track, state)
    WHERE system_state.exclusive
),

slice AS (  -- the time of such a track cut wherever anything begins or ends
    SELECT
        person_id,
        track,
        day AS from_date,
        lead(day) OVER (PARTITION BY person_id, track ORDER BY day) AS until
    FROM (
        SELECT person_id, track, from_date AS day FROM rival
        UNION
        SELECT person_id, track, until AS day FROM rival
    )
),

won AS (  -- each slice goes to the most intensive state claimed for it
    SELECT
        slice.person_id,
        slice.track,
        slice.from_date,
        slice.until,
        min_by(rival.state, rival.precedence) AS state
    FROM slice
    INNER JOIN rival
        ON rival.person_id = slice.person_id
        AND rival.track = slice.track
        AND rival.from_date < slice.until
        AND rival.until > slice.from_date
    GROUP BY slice.person_id, slice.track, slice.from_date, slice.until
),

won_numbered AS (
    SELECT *, count(*) FILTER (is_first) OVER (PARTITION BY person_id, track ORDER BY from_date) AS number
    FROM (
        SELECT
            *,
            lag(state) OVER by_day IS DISTINCT FROM state
                OR lag(until) OVER by_day IS DISTINCT FROM from_date AS is_first
        FROM won
        WINDOW by_day AS (PARTITION BY person_id, track ORDER BY from_date)
    )
),

period AS (
    SELECT person_id, track, state, from_date, until
    FROM joined
    ANTI JOIN rival USING (track)
    UNION ALL
    SELECT person_id, track, state, min(from_date) AS from_date, max(until) AS until
    FROM won_numbered
    GROUP BY person_id, track, state, number
),

claimed AS (  -- every period with the claims for it, cut to its days
    SELECT
        period.*,
        claim.source,
        claim.known_to,
        greatest(claim.from_date, period.from_date) AS claimed_from,
        least(claim.until, period.until) AS claimed_until
    FROM period
    INNER JOIN claim
        ON claim.person_id = period.person_id
        AND claim.track = period.track
        AND claim.state = period.state
        AND claim.from_date < period.until
        AND claim.until > period.from_date
),

by_source AS (
    SELECT person_id, track, state, from_date, until, source, count(*) AS claims, max(known_to) AS known_to
    FROM claimed
    GROUP BY person_id, track, state, from_date, until, source
),

told AS (
    SELECT
        person_id,
        track,
        state,
        from_date,
        until,
        string_agg(source, ', ' ORDER BY source) AS sources,
        count(*) AS source_count,
        sum(claims)::UINTEGER AS claims,
        max(known_to) AS known_to
    FROM by_source
    GROUP BY person_id, track, state, from_date, until
),

other_days AS (  -- periods of several sources, one of which does not give all the days
    SELECT DISTINCT person_id, track, state, from_date
    FROM (
        SELECT
            claimed.*,
            max(claimed_until) OVER (
                PARTITION BY claimed.person_id, track, state, from_date, source ORDER BY claimed_from, claimed_until
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS reached
        FROM claimed
        SEMI JOIN (FROM told WHERE source_count > 1) USING (person_id, track, state, from_date)
    )
    GROUP BY person_id, track, state, from_date, until, source
    HAVING max(claimed_until) < until OR bool_or(claimed_from > coalesce(reached, from_date))
),

other_state AS (  -- periods of exclusive tracks for a day of which another source claims another state
    SELECT DISTINCT claimed.person_id, claimed.track, claimed.state, claimed.from_date
    FROM claimed
    SEMI JOIN (FROM system_state WHERE exclusive) USING (track, state)
    INNER JOIN claim
        ON claim.person_id = claimed.person_id
        AND claim.track = claimed.track
        AND claim.state <> claimed.state
        AND claim.source <> claimed.source
        AND claim.from_date < claimed.claimed_until
        AND claim.until > claimed.claimed_from
)

SELECT
    person_id,
    track,
    state,
    from_date,
    nullif(until, DATE '9999-12-31') AS to_date,
    greatest(from_date, least(until, known_to)) AS known_to,
    sources,
    claims,
    (person_id, track, state, from_date) IN (FROM other_days)
        OR (person_id, track, state, from_date) IN (FROM other_state) AS source_conflict
FROM told
