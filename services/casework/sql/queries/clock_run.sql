-- name: start_clock_runs
-- For records that have just been appended.
INSERT INTO casework.clock_run (city_id, run_id, cause, log_index, start_time, next_time)
SELECT $1, record_id, subject, log_index, $3::timestamptz, $4::timestamptz FROM casework.record
WHERE city_id = $1 AND record_id = ANY ($2::uuid[])
ON CONFLICT DO NOTHING;

-- name: claim_clock_run
UPDATE casework.clock_run r SET next_time = $3::timestamptz
FROM (
  SELECT run_id FROM casework.clock_run
  WHERE city_id = $1 AND finish_time IS NULL AND next_time <= $2::timestamptz
  ORDER BY next_time LIMIT 1 FOR UPDATE SKIP LOCKED
) due
WHERE r.city_id = $1 AND r.run_id = due.run_id
RETURNING r.run_id, coalesce(r.last_case, '00000000-0000-0000-0000-000000000000'), array_to_json(r.waiting), r.round;

-- name: put_clock_moves
INSERT INTO casework.clock_move (city_id, run_id, case_id, clock, before, due, why, unverified)
SELECT $1, $2::uuid, n.* FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[]) AS n
ON CONFLICT DO NOTHING;

-- name: advance_clock_run
-- A page of the list is done.
UPDATE casework.clock_run
SET last_case = $3::uuid, waiting = waiting || $4::uuid[], examined = examined + $5::bigint, next_time = $6::timestamptz
WHERE city_id = $1 AND run_id = $2;

-- name: settle_clock_run
-- A round over those that wait is done.
UPDATE casework.clock_run
SET waiting = $3::uuid[], round = round + 1, next_time = $4::timestamptz, finish_time = $5::timestamptz
WHERE city_id = $1 AND run_id = $2;

-- name: list_clock_runs
SELECT r.run_id, r.cause, r.log_index, r.start_time, r.finish_time, r.examined,
       (SELECT count(*) FROM casework.clock_move m WHERE m.city_id = r.city_id AND m.run_id = r.run_id),
       cardinality(r.waiting)
FROM casework.clock_run r WHERE r.city_id = $1 AND r.log_index < $2 ORDER BY r.log_index DESC LIMIT $3;

-- name: list_clock_moves
SELECT case_id, clock, before, due, why, unverified FROM casework.clock_move
WHERE city_id = $1 AND run_id = $2 AND (case_id, clock) > ($3::uuid, $4) ORDER BY case_id, clock LIMIT $5;
