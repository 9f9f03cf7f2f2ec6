-- The level of a day is the median over sellers, each seller counted once; of a period the median of its days. What is
-- named twice is small and cheaper made twice than kept: kept tables would have the long ones wait for them.
WITH cells AS NOT MATERIALIZED (
    SELECT (dense_rank() OVER (ORDER BY series, {stratum}))::INTEGER AS cell, series, {stratum} AS stratum, unit,
           (dense_rank() OVER (ORDER BY seller))::INTEGER AS seller
    FROM units WHERE {filter}
),
names AS NOT MATERIALIZED (
    SELECT DISTINCT cell, series, stratum FROM cells
),
voices AS NOT MATERIALIZED (
    SELECT cell, unit, seller, count(*) OVER (PARTITION BY cell, seller) = 1 AS single FROM cells
),
-- What each seller asks in a stratum on a day: the median of his units, where he has more than one.
sellers AS NOT MATERIALIZED (
    SELECT cell, day, value, low, high FROM quoted JOIN voices USING (unit) WHERE single
    UNION ALL
    SELECT cell, day, median(value), min(low), max(high)
    FROM quoted JOIN voices USING (unit) WHERE NOT single
    GROUP BY cell, seller, day
),
daily AS NOT MATERIALIZED (
    SELECT cell, day, quantile_cont(value, [0.25, 0.5, 0.75]) AS cuts, min(low) AS low, max(high) AS high
    FROM sellers GROUP BY cell, day
),
level AS NOT MATERIALIZED (
    SELECT cell, {period} AS period, median(cuts[2]) AS median, median(cuts[1]) AS q1, median(cuts[3]) AS q3,
           min(low) AS low, max(high) AS high
    FROM daily GROUP BY cell, period
),
periods AS NOT MATERIALIZED (
    SELECT {period} AS period, min(day) AS first, max(day) AS last
    FROM (SELECT unnest(generate_series($since, $until, INTERVAL 1 DAY))::DATE AS day)
    GROUP BY period
),
-- How many days of the window up to this one have a factor: the difference of two says whether a stretch has any.
running AS NOT MATERIALIZED (
    SELECT scale, day, sum((reason IS NULL)::INTEGER) OVER (PARTITION BY scale ORDER BY day) AS n FROM scales
),
stretches AS NOT MATERIALIZED (
    SELECT cells.cell, cells.seller, periods.period, offers.listing, offers.scale,
           offers.reason IS NULL AND offers.aside IS NULL AS plain,
           greatest(offers.start, periods.first) AS first, least(offers.stop - 1, periods.last) AS last
    FROM offers
    JOIN cells USING (unit)
    JOIN periods ON offers.start <= periods.last AND offers.stop > periods.first
),
shown AS NOT MATERIALIZED (
    SELECT cell, period, listing, any_value(seller) AS seller,
           bool_or(plain AND upto.n > coalesce(before.n, 0)) AS priced
    FROM stretches
    JOIN running AS upto ON upto.scale = stretches.scale AND upto.day = stretches.last
    LEFT JOIN running AS before ON before.scale = stretches.scale AND before.day = stretches.first - 1
    GROUP BY cell, period, listing
),
numbers AS NOT MATERIALIZED (
    SELECT cell, period, count(*) FILTER (priced) AS n_listings, count(DISTINCT seller) FILTER (priced) AS n_sellers,
           count(*) FILTER (NOT priced) AS n_null
    FROM shown GROUP BY cell, period
)
SELECT period, series, stratum, n_listings, n_sellers, n_null, median, q1, q3, low, high
FROM numbers
JOIN names USING (cell)
LEFT JOIN level USING (cell, period)
ORDER BY period, series, stratum
