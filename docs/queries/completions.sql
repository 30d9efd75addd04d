-- Completions for each course and month: each person once, when they first completed it.
WITH first_time AS (
  SELECT course, actor, min(timestamp) AS first_at
  FROM statements
  WHERE verb = 'http://adlnet.gov/expapi/verbs/completed'
  GROUP BY course, actor
)
SELECT course, date_trunc('month', first_at) AS in_month, count(*) AS people
FROM first_time
GROUP BY course, date_trunc('month', first_at)
HAVING count(*) >= 5
ORDER BY course, in_month;
