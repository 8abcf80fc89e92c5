-- The month in which each person was born: of the birth date that most records give, of several the earliest. The day
-- itself goes no further, as residences begin with it.
SELECT person_id, CAST(date_trunc('month', birth_date) AS DATE) AS birth_month
FROM dealing
WHERE birth_date IS NOT NULL
GROUP BY person_id, birth_date
QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY count(*) DESC, birth_date) = 1
ORDER BY person_id
