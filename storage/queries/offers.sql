-- What is offered, in numbers: a unit is one seller × subject × access form × series, a scale is what a cost is
-- multiplied by on a day: 100 ÷ exchange rate ÷ official price. The tables fx and prices are laid out in intervals
-- that leave no day of the window out, so the last start on or before a day is the interval that holds.
CREATE TABLE units AS
    SELECT (row_number() OVER (ORDER BY series, subject, line, access, part, seller))::INTEGER AS unit, *
    FROM (
        SELECT DISTINCT series, subject, line, access, (CASE getvariable('split') WHEN 'kind' THEN kind WHEN 'upstream' THEN upstream END) AS part, seller
        FROM spans JOIN terms USING (digest)
    );

CREATE TABLE offers AS
    SELECT units.unit, spans.listing, terms.scale, greatest(spans.start, getvariable('since')) AS start,
           least(spans.stop, getvariable('until') + 1) AS stop, terms.low, terms.high, terms.reason, terms.aside
    FROM spans
    JOIN terms USING (digest)
    JOIN units ON units.seller = spans.seller AND units.series = terms.series AND units.subject = terms.subject
        AND units.access = terms.access AND units.part IS NOT DISTINCT FROM
            (CASE getvariable('split') WHEN 'kind' THEN kind WHEN 'upstream' THEN upstream END)
    WHERE spans.start <= getvariable('until') AND spans.stop > getvariable('since') AND spans.stop > spans.start;

CREATE TABLE scales AS
    SELECT needed.scale, day.day, 100 / money.value / (price.value / list.value) AS factor,
           ln(money.value) AS exchange, ln(price.value / list.value) AS official,
           coalesce(money.reason, list.reason, price.reason) AS reason
    FROM needed
    CROSS JOIN (SELECT unnest(generate_series(getvariable('since'), getvariable('until'), INTERVAL 1 DAY))::DATE AS day) AS day
    ASOF JOIN fx AS money ON money.currency = needed.currency AND money.start <= day.day
    ASOF JOIN prices AS price ON price.key = needed.key AND price.start <= day.day
    ASOF JOIN fx AS list ON list.currency = price.currency AND list.start <= day.day;

-- Most units have one offer at a time: only where offers overlap is there anything to take the median of.
CREATE TABLE single AS
    SELECT unit, NOT bool_or(doubled) AS single
    FROM (
        SELECT unit, coalesce(start < max(stop) OVER (PARTITION BY unit ORDER BY start, stop, listing
                                                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS doubled
        FROM offers WHERE reason IS NULL AND aside IS NULL
    )
    GROUP BY unit;

CREATE TABLE days AS
    SELECT offers.unit, single, scale, low, high, unnest(generate_series(start, stop - 1, INTERVAL 1 DAY))::DATE AS day
    FROM offers JOIN single USING (unit)
    WHERE reason IS NULL AND aside IS NULL;

CREATE TABLE asked AS
    SELECT unit, day, single, low * factor AS low, high * factor AS high, exchange, official
    FROM days JOIN scales USING (scale, day)
    WHERE reason IS NULL;

CREATE TABLE quoted AS
    SELECT unit, day, (low + high) / 2 AS value, low, high, exchange, official FROM asked WHERE single
    UNION ALL
    SELECT unit, day, median((low + high) / 2), min(low), max(high), avg(exchange), avg(official)
    FROM asked WHERE NOT single
    GROUP BY unit, day;
