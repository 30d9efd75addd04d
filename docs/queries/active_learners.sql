-- People who did anything in a course, for each month.
SELECT course, date_trunc('month', timestamp) AS in_month, count(DISTINCT actor) AS people
FROM statements
GROUP BY course, date_trunc('month', timestamp)
HAVING count(DISTINCT actor) >= 5
ORDER BY course, in_month;
