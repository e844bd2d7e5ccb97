-- name: claim_timers
UPDATE casework.timer t SET lease_until = $3::timestamptz, attempt = t.attempt + 1
FROM (
  SELECT case_id, timer_no FROM casework.timer
  WHERE city_id = $1 AND due_time <= $2::timestamptz AND lease_until < $2::timestamptz
  ORDER BY due_time LIMIT $4 FOR UPDATE SKIP LOCKED
) due
WHERE t.city_id = $1 AND t.case_id = due.case_id AND t.timer_no = due.timer_no
RETURNING t.case_id, t.timer_no, t.due_time, t.attempt;

-- name: drop_timer
-- The case no longer knows it.
DELETE FROM casework.timer WHERE city_id = $1 AND case_id = $2 AND timer_no = $3;

-- name: defer_timer
-- It could not be fired; a lease is also a pause.
UPDATE casework.timer SET lease_until = $4::timestamptz WHERE city_id = $1 AND case_id = $2 AND timer_no = $3;
