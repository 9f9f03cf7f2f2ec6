-- One value per seller × model × access form × day: the median over the seller's groups and listings.
-- Percent = 100 × cost ÷ exchange rate ÷ official price. The tables fx and prices are laid out in intervals that
-- leave no day of the window out, so the last start on or before a day is the interval that holds.
WITH window_days AS (
    SELECT unnest(generate_series($since, $until, INTERVAL 1 DAY))::DATE AS day
),
needed AS (
    SELECT DISTINCT key, currency, day FROM terms, window_days
),
scales AS (
    SELECT needed.key, needed.currency, needed.day,
           100 / money.value / (price.value / list.value) AS scale,
           coalesce(money.reason, price.reason, list.reason) AS reason
    FROM needed
    ASOF JOIN fx AS money ON money.currency = needed.currency AND money.start <= needed.day
    ASOF JOIN prices AS price ON price.key = needed.key AND price.start <= needed.day
    ASOF JOIN fx AS list ON list.currency = price.currency AND list.start <= needed.day
),
seen AS (
    SELECT listing, seller, kind, digest,
           unnest(generate_series(greatest(start, $since), least(stop - 1, $until), INTERVAL 1 DAY))::DATE AS day
    FROM spans
    WHERE start <= $until AND stop > $since
),
offered AS (
    SELECT seen.day, seen.listing, seen.seller, seen.kind, term.subject, term.line, term.access, term.series,
           coalesce(term.reason, scales.reason, term.aside) AS why,
           term.low * scales.scale AS low,
           term.high * scales.scale AS high
    FROM seen
    JOIN terms AS term USING (digest)
    JOIN scales ON scales.key = term.key AND scales.currency = term.currency AND scales.day = seen.day
)
SELECT day, series, seller, subject, line, access,
       CASE WHEN $by_kind THEN kind END AS kind,
       median((low + high) / 2) FILTER (why IS NULL) AS value,
       min(low) FILTER (why IS NULL) AS low,
       max(high) FILTER (why IS NULL) AS high,
       coalesce(list(DISTINCT listing) FILTER (why IS NULL), []) AS listings,
       coalesce(list(DISTINCT listing) FILTER (why IS NOT NULL), []) AS without,
       coalesce(list(DISTINCT why) FILTER (why IS NOT NULL), []) AS reasons
FROM offered
GROUP BY ALL
ORDER BY ALL
