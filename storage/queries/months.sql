-- What each month's table is made of, as a digest: every offer of the month as far as it lies in it, with the factors of
-- its scale. The digest is a sum over rows, so it is the same in whatever order they come.
WITH months AS (
    SELECT date_trunc('month', day)::DATE AS first, max(day) AS final
    FROM (SELECT unnest(generate_series(getvariable('since'), getvariable('until'), INTERVAL 1 DAY))::DATE AS day)
    GROUP BY ALL
),
factors AS (
    SELECT scale, date_trunc('month', day)::DATE AS first,
           sum(md5_number_lower(concat_ws('|', day, factor, coalesce(reason, ''), exchange, official))) AS digest
    FROM scales GROUP BY ALL
),
parts AS (
    SELECT months.first, md5_number_lower(concat_ws('|', unit, greatest(offers.start, months.first),
               least(offers.stop, months.final + 1), low, high, digest)) AS digest
    FROM offers
    JOIN months ON offers.start <= months.final AND offers.stop > months.first
    JOIN factors ON factors.scale = offers.scale AND factors.first = months.first
    WHERE reason IS NULL AND aside IS NULL
)
SELECT first, months.final, md5(concat_ws('|', months.final, count(parts.digest), sum(parts.digest))) AS digest
FROM months LEFT JOIN parts USING (first)
GROUP BY first, months.final
ORDER BY first
