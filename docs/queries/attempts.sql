-- How many attempts at a test people needed until they passed, in the middle.
WITH passed AS (
  SELECT activity, actor, min(timestamp) AS first_at
  FROM statements
  WHERE verb = 'http://adlnet.gov/expapi/verbs/passed'
  GROUP BY activity, actor
), attempts AS (
  SELECT passed.activity, passed.actor, count(DISTINCT statements.attempt) AS number
  FROM passed
  JOIN statements ON statements.activity = passed.activity
    AND statements.actor = passed.actor AND statements.timestamp <= passed.first_at
  WHERE statements.attempt IS NOT NULL
  GROUP BY passed.activity, passed.actor
)
SELECT activity, count(*) AS people, median(number) AS attempts
FROM attempts
GROUP BY activity
HAVING count(*) >= 5
ORDER BY activity;
