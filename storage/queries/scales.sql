-- What a cost is multiplied by on each day: 100 ÷ exchange rate ÷ official price. The tables fx and prices are laid out
-- in intervals that leave no day of the window out, so the last start on or before a day is the interval that holds.
CREATE TABLE scales AS
    SELECT needed.scale, day.day, 100 / money.value / (price.value / list.value) AS factor,
           ln(money.value) AS exchange, ln(price.value / list.value) AS official,
           coalesce(money.reason, list.reason, price.reason) AS reason
    FROM needed
    CROSS JOIN (SELECT unnest(generate_series(getvariable('since'), getvariable('until'), INTERVAL 1 DAY))::DATE AS day) AS day
    ASOF JOIN fx AS money ON money.currency = needed.currency AND money.start <= day.day
    ASOF JOIN prices AS price ON price.key = needed.key AND price.start <= day.day
    ASOF JOIN fx AS list ON list.currency = price.currency AND list.start <= day.day;
