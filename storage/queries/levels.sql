-- The level of a day is the median over sellers, each seller counted once; of a period the median of its days.
WITH chosen AS (
    SELECT *, {stratum} AS stratum, {period} AS period FROM observations WHERE {filter}
),
sellers AS (
    SELECT period, series, stratum, day, seller, median(value) AS value, min(low) AS low, max(high) AS high
    FROM chosen WHERE value IS NOT NULL GROUP BY ALL
),
daily AS (
    SELECT period, series, stratum, day, median(value) AS median,
           quantile_cont(value, 0.25) AS q1, quantile_cont(value, 0.75) AS q3, min(low) AS low, max(high) AS high
    FROM sellers GROUP BY ALL
),
level AS (
    SELECT period, series, stratum, median(median) AS median, median(q1) AS q1, median(q3) AS q3,
           min(low) AS low, max(high) AS high
    FROM daily GROUP BY ALL
),
sold AS (
    SELECT period, series, stratum, count(DISTINCT seller) AS n_sellers FROM sellers GROUP BY ALL
),
counted AS (
    SELECT DISTINCT period, series, stratum, unnest(listings) AS listing FROM chosen
),
uncounted AS (
    SELECT DISTINCT period, series, stratum, unnest(without) AS listing FROM chosen
    EXCEPT SELECT * FROM counted
),
numbers AS (
    SELECT period, series, stratum, count(*) FILTER (priced) AS n_listings, count(*) FILTER (NOT priced) AS n_null
    FROM (SELECT *, true AS priced FROM counted UNION ALL SELECT *, false FROM uncounted)
    GROUP BY ALL
)
SELECT numbers.period, numbers.series, numbers.stratum, n_listings, coalesce(n_sellers, 0) AS n_sellers, n_null,
       median, q1, q3, low, high
FROM numbers
LEFT JOIN level USING (period, series, stratum)
LEFT JOIN sold USING (period, series, stratum)
ORDER BY ALL
