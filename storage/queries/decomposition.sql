-- The change of the log level from a period to the next is what matched sellers did and, for the rest, who is there.
WITH changes AS (
    SELECT period, series, stratum, median AS level, n_sellers AS n_level,
           100 * ln(median / lag(median) OVER (PARTITION BY series, stratum ORDER BY period)) AS change
    FROM levels WHERE median > 0
)
SELECT changes.period, changes.series, changes.stratum, level, n_level, n_sellers, n_matched, changes.change, price_effect, official_effect, fx_effect,
       changes.change - price_effect - official_effect - fx_effect AS composition
FROM changes
LEFT JOIN steps ON steps.period = changes.period AND steps.series = changes.series AND steps.stratum = changes.stratum
ORDER BY ALL
