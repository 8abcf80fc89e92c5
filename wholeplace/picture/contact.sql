-- Contacts: each dated contact of a service with a person, once, however many sources report it.
--
-- * Reports with the same person, service, agency, kind and date are one contact, and all their sources are
--   listed. The start of a period of support is not a contact unless a source also reports it as one.
-- * Where reports give different ends, the latest stands; an end before the contact's own date is left out.
-- * What is dated after the place's own date has not happened yet and is left out.

SELECT
    person_id,
    service,
    agency,
    kind,
    date,
    max(end_date) FILTER (end_date >= date) AS end_date,
    array_to_string(list_sort(list_distinct(list(source))), ', ') AS sources
FROM person_event
WHERE date <= getvariable('as_of')
GROUP BY person_id, service, agency, kind, date
