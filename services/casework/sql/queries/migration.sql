-- name: count_movable_cases
SELECT count(*) FROM casework.casefile
WHERE city_id = $1 AND process = $2 AND status IN ('running', 'suspended', 'merged') AND release <> $3::integer
  AND ($4::integer[] = '{}' OR release = ANY($4::integer[])) AND starts_with(area_code, $5);

-- name: list_movable_cases
SELECT case_id FROM casework.casefile
WHERE city_id = $1 AND process = $2 AND status IN ('running', 'suspended', 'merged') AND release <> $3::integer
  AND ($4::integer[] = '{}' OR release = ANY($4::integer[])) AND starts_with(area_code, $5) AND case_id > $6::uuid
ORDER BY case_id LIMIT $7;

-- name: insert_migration
INSERT INTO casework.migration (city_id, migration_id, process, from_releases, to_release, area_code, renamed, reason,
                                state, asker_id, asked_by, ask_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, $10, $11) ON CONFLICT (city_id, migration_id) DO NOTHING;

-- name: get_migration
SELECT migration_id, process, array_to_json(from_releases), to_release, area_code, renamed, reason, state, asker_id,
       asked_by, ask_time, approver_id, approved_by, approval_reason, approve_time, ended_by, end_reason, finish_time
FROM casework.migration WHERE city_id = $1 AND migration_id = $2;

-- name: list_migrations
SELECT migration_id, process, array_to_json(from_releases), to_release, area_code, renamed, reason, state, asker_id,
       asked_by, ask_time, approver_id, approved_by, approval_reason, approve_time, ended_by, end_reason, finish_time
FROM casework.migration
WHERE city_id = $1 AND ($2 = '' OR process = $2) AND (ask_time, migration_id) < ($3::timestamptz, $4::uuid)
ORDER BY ask_time DESC, migration_id DESC LIMIT $5;

-- name: approve_migration
-- In one statement, so that no case is taken in twice and none of a later moment.
WITH approved AS (
  UPDATE casework.migration SET state = 'running', approver_id = $3, approved_by = $4, approval_reason = $5,
         approve_time = $6
  WHERE city_id = $1 AND migration_id = $2 AND state = 'asked'
  RETURNING process, from_releases, to_release, area_code
)
INSERT INTO casework.migration_case (city_id, migration_id, case_id, from_release, time)
SELECT $1, $2, c.case_id, c.release, $6
FROM approved a JOIN casework.casefile c
  ON c.city_id = $1 AND c.process = a.process AND c.status IN ('running', 'suspended', 'merged')
 AND c.release <> a.to_release AND (a.from_releases = '{}' OR c.release = ANY(a.from_releases))
 AND starts_with(c.area_code, a.area_code);

-- name: cancel_migration
UPDATE casework.migration SET state = 'cancelled', ended_by = $3, end_reason = $4, finish_time = $5
WHERE city_id = $1 AND migration_id = $2 AND state IN ('asked', 'running');

-- name: undo_migration
UPDATE casework.migration SET state = 'undoing', ended_by = $3, end_reason = $4, finish_time = NULL,
       lease_until = '-infinity'
WHERE city_id = $1 AND migration_id = $2 AND state IN ('done', 'cancelled');

-- name: count_migration_cases
SELECT state, code, count(*), min(zh), min(en), array_to_json((array_agg(case_id ORDER BY case_id) FILTER (WHERE code <> ''))[1:3])
FROM casework.migration_case WHERE city_id = $1 AND migration_id = $2 GROUP BY state, code ORDER BY count(*) DESC, code;

-- name: list_migration_cases
SELECT case_id, from_release, state, code, zh, en, time FROM casework.migration_case
WHERE city_id = $1 AND migration_id = $2 AND ($3 = '' OR state = $3) AND ($4 = '' OR code = $4) AND case_id > $5::uuid
ORDER BY case_id LIMIT $6;

-- name: claim_migration
UPDATE casework.migration m SET lease_until = $3
WHERE m.city_id = $1 AND m.migration_id = (
  SELECT o.migration_id FROM casework.migration o
  WHERE o.city_id = $1 AND o.state IN ('running', 'undoing') AND o.lease_until < $2::timestamptz
  ORDER BY o.lease_until LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING m.migration_id;

-- name: keep_migration
-- Nothing when it has been cancelled meanwhile.
UPDATE casework.migration SET lease_until = $4
WHERE city_id = $1 AND migration_id = $2 AND state = $3 RETURNING 1;

-- name: next_migration_cases
SELECT case_id, from_release, attempt FROM casework.migration_case
WHERE city_id = $1 AND migration_id = $2 AND state = 'waiting' AND case_id > $3::uuid ORDER BY case_id LIMIT $4;

-- name: next_moved_cases
SELECT m.case_id, m.from_release, m.attempt, m.revision, e.payload, c.revision
FROM casework.migration_case m
JOIN casework.event e ON e.city_id = $1 AND e.case_id = m.case_id AND e.sequence = m.revision
JOIN casework.casefile c ON c.city_id = $1 AND c.case_id = m.case_id
WHERE m.city_id = $1 AND m.migration_id = $2 AND m.state = 'moved' AND m.case_id > $3::uuid ORDER BY m.case_id LIMIT $4;

-- name: find_move
-- Of a case that is found to have moved already, by a command whose answer got lost.
SELECT sequence, payload FROM casework.event
WHERE city_id = $1 AND case_id = $2 AND type = $3 ORDER BY sequence DESC LIMIT 1;

-- name: events_since_move
SELECT type, payload FROM casework.event WHERE city_id = $1 AND case_id = $2 AND sequence > $3 ORDER BY sequence LIMIT 20;

-- name: settle_migration_cases
UPDATE casework.migration_case m
SET state = n.state, revision = CASE WHEN n.state = 'moved' THEN n.revision ELSE m.revision END, attempt = m.attempt + 1,
    code = n.code, zh = n.zh, en = n.en, time = $9
FROM unnest($3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[])
  AS n(case_id, state, revision, code, zh, en)
WHERE m.city_id = $1 AND m.migration_id = $2 AND m.case_id = n.case_id;

-- name: finish_migration
UPDATE casework.migration m
SET state = CASE m.state WHEN 'running' THEN 'done' ELSE 'undone' END, finish_time = $4
WHERE m.city_id = $1 AND m.migration_id = $2 AND m.state = $3 AND NOT EXISTS (
  SELECT 1 FROM casework.migration_case c
  WHERE c.city_id = $1 AND c.migration_id = $2 AND c.state = CASE $3 WHEN 'running' THEN 'waiting' ELSE 'moved' END);
