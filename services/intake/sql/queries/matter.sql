-- name: list_cities
SELECT city_id FROM intake.city ORDER BY city_id;

-- name: note_city
INSERT INTO intake.city (city_id) VALUES ($1) ON CONFLICT (city_id) DO NOTHING;

-- name: next_serial
INSERT INTO intake.receipt_counter (city_id, area_code, item_code, day, last) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (city_id, area_code, item_code, day) DO UPDATE SET last = receipt_counter.last + 1
RETURNING last;

-- name: insert_matter
INSERT INTO intake.matter (city_id, matter_id, receipt_no, channel, source_no, process, item_code, title, area_code,
                           unit_id, register_unit_id, register_user_id, register_user_name, party_id, kind, routed_by,
                           form, materials, receive_time, create_time, latitude, longitude, parent_matter_id, child_no,
                           children, state, next_attempt_time, repeat_of, repeat_no)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
        $25, $26, $27, $28, $29)
ON CONFLICT (city_id, channel, source_no) WHERE source_no IS NOT NULL DO NOTHING
RETURNING matter_id;

-- name: delete_matter
DELETE FROM intake.matter WHERE city_id = $1 AND (matter_id = $2 OR parent_matter_id = $2) AND state = 'registered'
RETURNING matter_id;

-- name: delete_matter_units
DELETE FROM intake.matter_unit WHERE city_id = $1 AND matter_id = $2;

-- name: delete_progress_keys
DELETE FROM intake.progress_key WHERE city_id = $1 AND receipt_no = $2;

-- name: add_matter_unit
INSERT INTO intake.matter_unit (city_id, unit_id, receive_time, matter_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (city_id, unit_id, receive_time, matter_id) DO NOTHING;

-- name: add_progress_key
INSERT INTO intake.progress_key (city_id, receipt_no, key_hash) VALUES ($1, $2, $3)
ON CONFLICT (city_id, receipt_no, key_hash) DO NOTHING;

-- name: progress_key
SELECT 1 FROM intake.progress_key WHERE city_id = $1 AND receipt_no = $2 AND key_hash = $3;

-- name: matter
SELECT * FROM intake.matter_row WHERE city_id = $1 AND matter_id = $2;

-- name: matter_by_receipt
SELECT * FROM intake.matter_row WHERE city_id = $1 AND receipt_no = $2;

-- name: matter_by_source
SELECT * FROM intake.matter_row WHERE city_id = $1 AND channel = $2 AND source_no = $3;

-- name: matters_by_case
SELECT * FROM intake.matter_row WHERE city_id = $1 AND case_id = ANY($2);

-- name: matter_children
SELECT * FROM intake.matter_row WHERE city_id = $1 AND parent_matter_id = $2 ORDER BY child_no;

-- name: matter_seen_by
SELECT 1 FROM intake.matter_unit WHERE city_id = $1 AND matter_id = $2 AND unit_id = ANY($3) LIMIT 1;

-- name: matter_opened
UPDATE intake.matter
SET state = 'opened', case_id = $3, case_status = $4, result = $5, due_time = $6, due_unverified = $7, form = '{}',
    next_attempt_time = $8, attempts = 0, hold_reason = ''
WHERE city_id = $1 AND matter_id = $2;

-- name: matter_attempted
UPDATE intake.matter
SET state = $3, hold_reason = $4, attempts = attempts + 1, next_attempt_time = $5
WHERE city_id = $1 AND matter_id = $2;

-- name: matter_settled
UPDATE intake.matter SET next_attempt_time = NULL, attempts = 0 WHERE city_id = $1 AND matter_id = $2;

-- name: matter_case_changed
-- A case that goes on by itself is no longer merged: it was taken out, or its leading case sent it back. $8: into which matter it
-- was merged when that was read.
UPDATE intake.matter
SET case_status = $3, result = $4, due_time = $5, due_unverified = $6, unit_id = $7, finish_time = $9,
    duplicate_of = CASE WHEN $3 IN ('running', 'suspended') AND duplicate_of = $8 THEN NULL ELSE duplicate_of END
WHERE city_id = $1 AND matter_id = $2;

-- name: claim_waiting
UPDATE intake.matter SET next_attempt_time = $3
WHERE city_id = $1 AND matter_id IN (
  SELECT matter_id FROM intake.matter WHERE city_id = $1 AND next_attempt_time <= $2
  ORDER BY next_attempt_time LIMIT 32 FOR UPDATE SKIP LOCKED)
RETURNING matter_id;

-- name: mark_duplicate
UPDATE intake.matter SET duplicate_of = $3 WHERE city_id = $1 AND matter_id = $2;

-- name: clear_duplicate
UPDATE intake.matter SET duplicate_of = NULL WHERE city_id = $1 AND matter_id = $2;

-- name: near_matters
SELECT * FROM intake.matter_row
WHERE city_id = $1 AND kind = $2 AND receive_time BETWEEN $3 AND $4 AND latitude BETWEEN $5 AND $6
  AND longitude BETWEEN $7 AND $8 AND matter_id <> $9
  AND latitude IS NOT NULL AND case_status IN ('', 'running', 'suspended') AND duplicate_of IS NULL
ORDER BY receive_time, matter_id LIMIT 50;

-- name: near_closed_matters
-- Newest first.
SELECT * FROM intake.matter_row
WHERE city_id = $1 AND kind = $2 AND receive_time BETWEEN $3 AND $4 AND latitude BETWEEN $5 AND $6
  AND longitude BETWEEN $7 AND $8 AND matter_id <> $9
  AND latitude IS NOT NULL AND case_status IN ('finished', 'withdrawn', 'terminated') AND duplicate_of IS NULL
ORDER BY receive_time DESC, matter_id DESC LIMIT 50;

-- name: matter_voices
SELECT 1 + count(*) FROM intake.matter WHERE city_id = $1 AND duplicate_of = $2;

-- name: list_matters
SELECT * FROM intake.matter_row
WHERE city_id = $1 AND parent_matter_id IS NULL AND ($2 = '' OR channel = $2) AND (receive_time, matter_id) < ($3, $4)
ORDER BY receive_time DESC, matter_id DESC LIMIT $5;

-- name: list_unit_matters
SELECT * FROM intake.matter_row
WHERE city_id = $1 AND matter_id IN (
  SELECT page.matter_id FROM unnest($6::text[]) AS own(unit_id) CROSS JOIN LATERAL (
    SELECT u.matter_id FROM intake.matter_unit u
    JOIN intake.matter m ON m.city_id = u.city_id AND m.matter_id = u.matter_id
    WHERE u.city_id = $1 AND u.unit_id = own.unit_id AND ($2 = '' OR m.channel = $2)
      AND (u.receive_time, u.matter_id) < ($3, $4)
    ORDER BY u.receive_time DESC, u.matter_id DESC LIMIT $5) AS page)
ORDER BY receive_time DESC, matter_id DESC LIMIT $5;

-- name: case_cursor
SELECT log_index FROM intake.case_cursor WHERE city_id = $1;

-- name: move_case_cursor
INSERT INTO intake.case_cursor (city_id, log_index) VALUES ($1, $2)
ON CONFLICT (city_id) DO UPDATE SET log_index = greatest(case_cursor.log_index, excluded.log_index);
