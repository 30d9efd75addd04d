-- What other programs said at /xapi/: how often, and of how many people, for each month.
-- It needs other-programs.parquet only, and not the first query.
WITH archive AS (
    SELECT * FROM read_parquet('year=*/month=*/other-programs.parquet', hive_partitioning = true)
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY stored) = 1
)
SELECT
    client,
    verb,
    date_trunc('month', stored) AS in_month,
    count(*) AS statements,
    count(DISTINCT agent) AS people
FROM archive
WHERE voids IS NULL
  AND id NOT IN (SELECT voids FROM archive WHERE voids IS NOT NULL)
GROUP BY client, verb, in_month
HAVING count(DISTINCT agent) >= 5
ORDER BY client, in_month, verb;
