-- name: find_request
SELECT fingerprint, response FROM identity.request WHERE city_id = $1 AND request_id = $2;

-- name: claim_request
-- Waits for the same request if it is running elsewhere, and then gives no row.
INSERT INTO identity.request (city_id, request_id, fingerprint, response, create_time) VALUES ($1, $2, $3, '', $4)
ON CONFLICT DO NOTHING RETURNING request_id;

-- name: answer_request
UPDATE identity.request SET response = $3 WHERE city_id = $1 AND request_id = $2;

-- name: insert_audit_entry
INSERT INTO identity.audit_entry (city_id, entry_id, occur_time, actor_id, action, subject, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: forget_requests
DELETE FROM identity.request WHERE city_id = $1 AND create_time < $2;
