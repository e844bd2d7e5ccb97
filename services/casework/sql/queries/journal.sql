-- name: note_journal_city
INSERT INTO casework.journal_city (city_id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: note_in_journal
-- After the change, in its transaction: the subjects as they are now.
INSERT INTO casework.journal (city_id, record_id, kind, subject, time, actor_class, actor_id, actor_name, process, release, body,
                         detail)
SELECT $1, n.record_id, $4, n.subject, $5::timestamptz, $6, $7, $8, $9, $10::integer, coalesce(r.body::text, 'null'), $11
FROM unnest($2::uuid[], $3::text[]) AS n (record_id, subject)
LEFT JOIN casework.recorded r ON r.city_id = $1 AND r.subject = n.subject;

-- name: journal_cities
SELECT city_id FROM casework.journal_city ORDER BY city_id;

-- name: journal_waiting
SELECT record_id, kind, subject, time, actor_class, actor_id, actor_name, process, release, body, detail
FROM casework.journal WHERE city_id = $1 AND log_index IS NULL ORDER BY record_id LIMIT $2;

-- name: settle_journal
UPDATE casework.journal j SET log_index = n.log_index
FROM unnest($2::uuid[], $3::bigint[]) AS n (record_id, log_index)
WHERE j.city_id = $1 AND j.record_id = n.record_id;

-- name: forget_journal
DELETE FROM casework.journal WHERE city_id = $1 AND log_index IS NOT NULL AND time < $2::timestamptz;

-- name: recorded
-- For the check of the log: everything that must have its record.
SELECT subject, body::text FROM casework.recorded WHERE city_id = $1;

-- name: journal_after
-- Subjects whose record the log does not have yet, or has behind $2.
SELECT DISTINCT subject FROM casework.journal WHERE city_id = $1 AND (log_index IS NULL OR log_index > $2);
