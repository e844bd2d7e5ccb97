-- name: request
SELECT request_hash, response FROM catalog.request WHERE city_id = $1 AND request_id = $2;

-- name: claim_request
-- Waits for the same request if it is running elsewhere, and then gives no row.
INSERT INTO catalog.request (city_id, request_id, request_hash, response, create_time) VALUES ($1, $2, $3, '', $4)
ON CONFLICT (city_id, request_id) DO NOTHING RETURNING 1;

-- name: answer_request
UPDATE catalog.request SET response = $3 WHERE city_id = $1 AND request_id = $2;
