-- name: request
SELECT request_hash, response FROM catalog.request WHERE city_id = $1 AND request_id = $2;

-- name: insert_request
INSERT INTO catalog.request (city_id, request_id, request_hash, response, create_time) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (city_id, request_id) DO NOTHING RETURNING 1;
