-- name: put_connector
INSERT INTO casework.connector (city_id, name, url, secret, paused, change_time, changed_by)
VALUES ($1, $2, $3, $4::bytea, $5::boolean, $6::timestamptz, $7)
ON CONFLICT (city_id, name) DO UPDATE
SET url = excluded.url, secret = CASE WHEN excluded.secret = '' THEN connector.secret ELSE excluded.secret END,
    paused = excluded.paused, change_time = excluded.change_time, changed_by = excluded.changed_by;

-- name: list_connectors
SELECT name, url, secret, paused, change_time, changed_by FROM casework.connector WHERE city_id = $1 ORDER BY name;

-- name: claim_connector_effects
-- As claim_effects, for the other loop: a slow system outside must not hold up child cases.
UPDATE casework.outbox o SET next_time = $3::timestamptz, attempt = o.attempt + 1
FROM (
  SELECT case_id, effect_no FROM casework.outbox
  WHERE city_id = $1 AND state = 'pending' AND kind = 'connector' AND next_time <= $2::timestamptz
  ORDER BY next_time LIMIT $4 FOR UPDATE SKIP LOCKED
) due
WHERE o.city_id = $1 AND o.case_id = due.case_id AND o.effect_no = due.effect_no
RETURNING o.case_id, o.effect_no, o.payload, o.event_time, o.attempt;

-- name: put_off_effect
-- Nobody was asked, so it was no attempt: what waits for days behind a paused connector still has all of them.
UPDATE casework.outbox SET last_error = $4, next_time = $5::timestamptz, attempt = attempt - 1
WHERE city_id = $1 AND case_id = $2 AND effect_no = $3;

-- name: list_failed_effects
SELECT case_id, effect_no, kind, payload, state, attempt, next_time, last_error, event_time
FROM casework.outbox
WHERE city_id = $1 AND state = 'failed' AND (case_id, effect_no) > ($2::uuid, $3::bigint)
ORDER BY case_id, effect_no LIMIT $4;

-- name: resend_effect
-- Only what gave up: what is on its way arrives by itself.
UPDATE casework.outbox SET state = 'pending', attempt = 0, next_time = $4::timestamptz
WHERE city_id = $1 AND case_id = $2 AND effect_no = $3 AND state = 'failed'
RETURNING kind, payload, state, attempt, next_time, last_error, event_time;
