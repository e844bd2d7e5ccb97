-- name: insert_session
INSERT INTO identity.session (city_id, session_id, token_hash, user_id, client, start_time, last_seen_time)
VALUES ($1, $2, $3, $4, $5, $6, $6);

-- name: open_session
SELECT s.session_id, s.user_id, s.start_time, s.last_seen_time, a.name, a.unit_id, u.area_code
FROM identity.session s
JOIN identity.account a ON a.city_id = s.city_id AND a.user_id = s.user_id
JOIN identity.unit u ON u.city_id = a.city_id AND u.unit_id = a.unit_id
WHERE s.city_id = $1 AND s.token_hash = $2 AND s.end_time IS NULL AND NOT a.disabled;

-- name: touch_session
UPDATE identity.session SET last_seen_time = $3 WHERE city_id = $1 AND session_id = $2 AND last_seen_time < $3;

-- name: end_session_by_token
UPDATE identity.session SET end_time = $3, end_reason = $4 WHERE city_id = $1 AND token_hash = $2 AND end_time IS NULL
RETURNING user_id;

-- name: end_session
UPDATE identity.session SET end_time = $3, end_reason = $4 WHERE city_id = $1 AND session_id = $2 AND end_time IS NULL
RETURNING user_id;

-- name: end_sessions_of
UPDATE identity.session SET end_time = $3, end_reason = $4
WHERE city_id = $1 AND user_id = ANY ($2::text[]) AND end_time IS NULL;

-- name: list_sessions
-- Newest first; a session identifier begins with its time.
SELECT s.session_id, s.user_id, a.name, s.client, s.start_time, s.last_seen_time
FROM identity.session s JOIN identity.account a ON a.city_id = s.city_id AND a.user_id = s.user_id
WHERE s.city_id = $1 AND s.end_time IS NULL AND s.session_id < $2 AND ($3 = '' OR s.user_id = $3)
  AND s.last_seen_time > $4 AND s.start_time > $5
ORDER BY s.session_id DESC LIMIT $6;

-- name: forget_sessions
DELETE FROM identity.session WHERE city_id = $1 AND user_id = $2 AND start_time < $3;
