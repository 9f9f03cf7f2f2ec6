-- The matched index. From one period to the next only units (seller × subject × access form) with a value in both
-- count; a seller's step is the mean of his log relatives, a link the mean of the sellers' steps, the index their chain.
-- Effects and links are in log points. The band resamples sellers (Poisson bootstrap): weights are digests of seed, draw
-- and seller, so the same market has the same band and a new seller changes no other's weights. Means are taken in a
-- fixed order, for the sum of binary fractions depends on it.
WITH cells AS (
    SELECT (dense_rank() OVER (ORDER BY series, {stratum}))::INTEGER AS cell, series, {stratum} AS stratum, unit, seller
    FROM units WHERE {filter}
),
asked AS (
    SELECT unit, {period} AS period, median(value) AS value, avg(exchange) AS exchange, avg(official) AS official
    FROM quoted WHERE value > 0
    GROUP BY unit, {period}
),
seen AS (
    SELECT cell, period, lag(period) OVER (PARTITION BY cell ORDER BY period) AS previous
    FROM (SELECT DISTINCT cell, period FROM asked JOIN cells USING (unit))
),
steps AS (
    SELECT cells.cell, cells.seller, seen.period, count(*) AS n_matched,
           avg(ln(now.value / before.value) ORDER BY cells.unit) AS step,
           avg(before.exchange - now.exchange ORDER BY cells.unit) AS exchange,
           avg(before.official - now.official ORDER BY cells.unit) AS official
    FROM seen
    JOIN cells USING (cell)
    JOIN asked AS now ON now.unit = cells.unit AND now.period = seen.period
    JOIN asked AS before ON before.unit = cells.unit AND before.period = seen.previous
    GROUP BY cells.cell, cells.seller, seen.period
),
links AS (
    SELECT cell, period, any_value(previous) AS previous, coalesce(avg(step ORDER BY seller), 0) AS link,
           avg(exchange ORDER BY seller) AS exchange, avg(official ORDER BY seller) AS official, count(step) AS n_sellers,
           coalesce(sum(n_matched), 0)::BIGINT AS n_matched
    FROM seen LEFT JOIN steps USING (cell, period)
    GROUP BY cell, period
),
chained AS (
    SELECT *, sum(link) OVER chain AS level,
           sum((previous IS NOT NULL AND n_sellers = 0)::INTEGER) OVER chain AS breaks,
           sum((n_sellers = 1)::INTEGER) OVER chain AS lone
    FROM links
    WINDOW chain AS (PARTITION BY cell ORDER BY period)
),
weights AS (
    SELECT draw, seller, md5_number_lower(concat_ws('|', $seed, draw, seller)) / 18446744073709551616.0 AS u
    FROM range($draws) AS draws(draw), (SELECT DISTINCT seller FROM cells)
),
weighed AS (
    -- How often a seller is drawn: the quantile of a Poisson distribution with mean 1.
    SELECT draw, seller, (u >= 0.36787944)::INTEGER + (u >= 0.73575888)::INTEGER + (u >= 0.91969860)::INTEGER
        + (u >= 0.98101184)::INTEGER + (u >= 0.99634015)::INTEGER + (u >= 0.99940582)::INTEGER AS weight
    FROM weights
),
drawn AS (
    -- What a draw adds to a link. With n sellers resampling understates a link's spread by the root of (n - 1) / n, so it
    -- is scaled up link by link (Rao & Wu 1988).
    SELECT cell, period, draw, sum(weight * (step - link)) / nullif(sum(weight), 0)
           * sqrt(any_value(n_sellers) / nullif(any_value(n_sellers) - 1, 0)) AS shift
    FROM steps JOIN links USING (cell, period) JOIN weighed USING (seller)
    GROUP BY cell, period, draw
),
paths AS (
    SELECT links.cell, links.period, draws.draw,
           sum(links.link + coalesce(drawn.shift, 0))
               OVER (PARTITION BY links.cell, draws.draw ORDER BY links.period) AS level
    FROM links
    CROSS JOIN range($draws) AS draws(draw)
    LEFT JOIN drawn ON drawn.cell = links.cell AND drawn.period = links.period AND drawn.draw = draws.draw
),
bases AS (
    SELECT cell, coalesce(max(period) FILTER (period <= $start), min(period)) AS period FROM links GROUP BY cell
),
bands AS (
    SELECT paths.cell, paths.period, quantile_cont(paths.level - start.level, [0.025, 0.5, 0.975]) AS cuts
    FROM paths
    JOIN bases USING (cell)
    JOIN paths AS start ON start.cell = paths.cell AND start.period = bases.period AND start.draw = paths.draw
    GROUP BY paths.cell, paths.period
),
names AS (
    SELECT DISTINCT cell, series, stratum FROM cells
),
figures AS (
    SELECT chained.*, series, stratum, chained.level - start.level AS log_index, chained.breaks = start.breaks AS joined,
           -- One seller has no band, and so has what rests on a link of one seller: resampling leaves him as he is.
           chained.breaks = start.breaks AND chained.lone = start.lone AS borne,
           cuts[1] - cuts[2] AS below, cuts[3] - cuts[2] AS above
    FROM chained
    JOIN names USING (cell)
    JOIN bases USING (cell)
    JOIN chained AS start ON start.cell = chained.cell AND start.period = bases.period
    JOIN bands ON bands.cell = chained.cell AND bands.period = chained.period
)
SELECT period, series, stratum, n_matched, n_sellers,
       CASE WHEN joined THEN 100 * exp(log_index) END AS index,
       CASE WHEN borne THEN 100 * exp(log_index + below) END AS low,
       CASE WHEN borne THEN 100 * exp(log_index + above) END AS high,
       coalesce(borne AND (log_index + below > 0 OR log_index + above < 0), false) AS moved,
       CASE WHEN n_sellers > 0 THEN 100 * link END AS change,
       100 * (link - exchange - official) AS price_effect, 100 * official AS official_effect,
       100 * exchange AS fx_effect,
       CASE WHEN NOT joined THEN 'no seller is matched across a period between this one and the base' END AS reason
FROM figures
ORDER BY period, series, stratum
