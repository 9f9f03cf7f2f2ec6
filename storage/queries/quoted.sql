-- What each unit asks on each day from `first` to `final`, in percent: most units have one offer at a time, only where
-- offers overlap is there anything to take the median of.
WITH single AS (
    SELECT unit, NOT bool_or(doubled) AS single
    FROM (
        SELECT unit, coalesce(start < max(stop) OVER (PARTITION BY unit ORDER BY start, stop, listing
                                                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS doubled
        FROM offers WHERE reason IS NULL AND aside IS NULL
    )
    GROUP BY unit
),
days AS (
    SELECT unit, single, scale, low, high,
           unnest(generate_series(greatest(start, getvariable('first')), least(stop - 1, getvariable('final')),
                                  INTERVAL 1 DAY))::DATE AS day
    FROM offers JOIN single USING (unit)
    WHERE reason IS NULL AND aside IS NULL AND start <= getvariable('final') AND stop > getvariable('first')
),
asked AS (
    SELECT unit, day, single, low * factor AS low, high * factor AS high, exchange, official
    FROM days JOIN scales USING (scale, day)
    WHERE reason IS NULL
)
SELECT unit, day, (low + high) / 2 AS value, low, high, exchange, official FROM asked WHERE single
UNION ALL
SELECT unit, day, median((low + high) / 2), min(low), max(high), avg(exchange), avg(official)
FROM asked WHERE NOT single
GROUP BY unit, day
