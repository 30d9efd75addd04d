-- The table of all statements that stand; run inside the archive's folder.
-- A statement may stand in two months: when it was archived, deleted, and brought again later.
CREATE OR REPLACE VIEW archive AS
SELECT * FROM read_parquet('year=*/month=*/statements.parquet', hive_partitioning = true)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY stored) = 1;

CREATE OR REPLACE VIEW statements AS
SELECT * FROM archive
WHERE voids IS NULL
  AND id NOT IN (
    SELECT voids FROM archive WHERE voids IS NOT NULL AND evidence <> 'self-reported'
  );
