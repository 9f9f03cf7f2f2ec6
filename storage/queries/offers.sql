-- What is offered, in numbers. `standing` are the versions by the days [start, stop) on which they count: to the day
-- before their end, else as long as they are fresh. A unit is one seller × subject × access form × series (× part), named
-- by a digest, so that it has the same name in every table; a scale is what a cost is multiplied by on a day.
CREATE TABLE standing AS
    SELECT (dense_rank() OVER (ORDER BY listing))::INTEGER AS listing, seller, kind, digest, first AS start, stop
    FROM (SELECT *, coalesce(ended, last + getvariable('stale')::INTEGER + 1) AS stop FROM spans)
    WHERE first <= getvariable('until') AND stop > getvariable('since') AND stop > first;

CREATE TABLE needed AS
    SELECT (row_number() OVER (ORDER BY key, currency))::INTEGER AS scale, key, currency
    FROM (SELECT DISTINCT key, currency FROM terms SEMI JOIN standing USING (digest));

CREATE TABLE said AS
    SELECT md5_number_lower(concat_ws(chr(31), series, subject, access, coalesce(part, ''), seller)) AS unit, *
    FROM (
        SELECT series, subject, line, access, seller, listing, start, stop, scale, low, high, reason, aside,
               CASE getvariable('split') WHEN 'kind' THEN kind WHEN 'upstream' THEN upstream END AS part
        FROM standing JOIN terms USING (digest) JOIN needed USING (key, currency)
    );

CREATE TABLE units AS SELECT DISTINCT unit, series, subject, line, access, part, seller FROM said;

CREATE TABLE offers AS
    SELECT unit, listing, scale, greatest(start, getvariable('since')) AS start,
           least(stop, getvariable('until') + 1) AS stop, low, high, reason, aside
    FROM said;
