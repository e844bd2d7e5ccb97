-- name: table_version
SELECT version FROM catalog.decision_table WHERE city_id = $1 AND name = $2;

-- name: table_csv
SELECT csv FROM catalog.decision_table_version WHERE city_id = $1 AND name = $2 AND version = $3;

-- name: current_table
SELECT v.version, v.csv FROM catalog.decision_table t
JOIN catalog.decision_table_version v ON v.city_id = t.city_id AND v.name = t.name AND v.version = t.version
WHERE t.city_id = $1 AND t.name = $2 FOR UPDATE OF t;

-- name: next_table_version
INSERT INTO catalog.decision_table (city_id, name, version) VALUES ($1, $2, 1)
ON CONFLICT (city_id, name) DO UPDATE SET version = decision_table.version + 1
RETURNING version;

-- name: insert_table_version
INSERT INTO catalog.decision_table_version (city_id, name, version, csv, changed_by, change_time)
VALUES ($1, $2, $3, $4, $5, $6);
