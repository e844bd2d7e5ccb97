-- name: start_counting
INSERT INTO identity.sign_in_failure (city_id, subject, failures, last_failure_time)
SELECT $1, subject, 0, $3 FROM unnest($2::text[]) AS subject ORDER BY subject ON CONFLICT DO NOTHING;

-- name: lock_failures
SELECT subject, failures, last_failure_time FROM identity.sign_in_failure
WHERE city_id = $1 AND subject = ANY ($2::text[]) ORDER BY subject FOR UPDATE;

-- name: set_failures
UPDATE identity.sign_in_failure SET failures = $3, last_failure_time = $4 WHERE city_id = $1 AND subject = $2;

-- name: forget_failures
DELETE FROM identity.sign_in_failure WHERE city_id = $1 AND subject = ANY ($2::text[]);

-- name: take_back_failure
UPDATE identity.sign_in_failure SET failures = greatest(failures - 1, 0) WHERE city_id = $1 AND subject = $2;

-- name: forget_old_failures
DELETE FROM identity.sign_in_failure WHERE city_id = $1 AND last_failure_time < $2;
