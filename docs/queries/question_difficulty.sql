-- How many of a hundred people answered a question rightly the first time; the hardest first.
WITH numbered AS (
  SELECT activity, actor, success,
         row_number() OVER (PARTITION BY activity, actor ORDER BY timestamp, id) AS turn
  FROM statements
  WHERE verb = 'http://adlnet.gov/expapi/verbs/answered' AND success IS NOT NULL
)
SELECT activity, count(*) AS people,
       round(100.0 * sum(CASE WHEN success THEN 1 ELSE 0 END) / count(*)) AS right_in_100
FROM numbered
WHERE turn = 1
GROUP BY activity
HAVING count(*) >= 5
ORDER BY right_in_100, activity;
