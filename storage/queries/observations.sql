-- Every unit of observation by day, with the number of its listings and the reasons of those that have no percent.
WITH days AS (
    SELECT offers.unit, offers.listing, offers.scale, offers.reason, offers.aside,
           unnest(generate_series(start, stop - 1, INTERVAL 1 DAY))::DATE AS day
    FROM offers
),
judged AS (
    SELECT days.unit, days.day, days.listing, coalesce(days.reason, scales.reason, days.aside) AS why
    FROM days JOIN scales ON scales.scale = days.scale AND scales.day = days.day
),
counted AS (
    SELECT unit, day, count(DISTINCT listing) FILTER (why IS NULL) AS n_listings,
           count(DISTINCT listing) FILTER (why IS NOT NULL) AS n_null,
           coalesce(list(DISTINCT why ORDER BY why) FILTER (why IS NOT NULL), []) AS reasons
    FROM judged GROUP BY unit, day
)
SELECT day, units.* EXCLUDE (unit), value, low, high, n_listings, n_null, reasons
FROM counted
JOIN units USING (unit)
LEFT JOIN quoted USING (unit, day)
ORDER BY day, series, subject, line, access, part, seller
