-- Which sellers each kind of source shows.
SELECT DISTINCT coalesce(part, 'unspecified') AS part, seller FROM units ORDER BY ALL
