-- name: claim_effects
-- The lease is next_time itself: whoever claimed it and died is followed by the next one.
UPDATE casework.outbox o SET next_time = $3::timestamptz, attempt = o.attempt + 1
FROM (
  SELECT case_id, effect_no FROM casework.outbox
  WHERE city_id = $1 AND state = 'pending' AND kind <> 'connector' AND next_time <= $2::timestamptz
  ORDER BY next_time LIMIT $4 FOR UPDATE SKIP LOCKED
) due
WHERE o.city_id = $1 AND o.case_id = due.case_id AND o.effect_no = due.effect_no
RETURNING o.case_id, o.effect_no, o.kind, o.payload, o.event_time, o.attempt;

-- name: finish_effect
UPDATE casework.outbox SET state = $4, last_error = $5, next_time = $6::timestamptz
WHERE city_id = $1 AND case_id = $2 AND effect_no = $3;

-- name: list_effects
SELECT effect_no, kind, payload, state, attempt, next_time, last_error, event_time
FROM casework.outbox WHERE city_id = $1 AND case_id = $2 ORDER BY effect_no;
