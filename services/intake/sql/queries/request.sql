-- name: request
SELECT request_hash, subject FROM intake.request WHERE city_id = $1 AND request_id = $2;

-- name: claim_request
-- Waits for the same request if it is running elsewhere, and then gives no row.
INSERT INTO intake.request (city_id, request_id, request_hash, subject, create_time) VALUES ($1, $2, $3, '', $4)
ON CONFLICT (city_id, request_id) DO NOTHING RETURNING 1;

-- name: answer_request
UPDATE intake.request SET subject = $3 WHERE city_id = $1 AND request_id = $2;

-- name: delete_request
DELETE FROM intake.request WHERE city_id = $1 AND request_id = $2;

-- name: forget_requests
DELETE FROM intake.request WHERE city_id = $1 AND create_time < $2;
