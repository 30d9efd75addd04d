-- How much of what was done in a course was seen by a server, or vouched for by a trainer.
SELECT course, evidence, count(*) AS number, count(DISTINCT actor) AS people
FROM statements
GROUP BY course, evidence
HAVING count(DISTINCT actor) >= 5
ORDER BY course, evidence;
