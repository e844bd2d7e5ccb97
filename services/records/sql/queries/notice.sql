-- name: case_cursor
SELECT log_index FROM records.case_cursor WHERE city_id = $1;

-- name: move_case_cursor
INSERT INTO records.case_cursor (city_id, log_index) VALUES ($1, $2)
ON CONFLICT (city_id) DO UPDATE SET log_index = greatest(records.case_cursor.log_index, EXCLUDED.log_index);

-- name: insert_notice
INSERT INTO records.notice (city_id, case_id, effect_no, kind, template, title, number, issue_time, unit_id, data)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (city_id, case_id, effect_no) DO NOTHING;

-- name: notices_of_case
SELECT effect_no, kind, template, title, number, issue_time, unit_id, data
FROM records.notice WHERE city_id = $1 AND case_id = $2 ORDER BY effect_no;
