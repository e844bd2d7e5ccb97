-- name: second_factor
SELECT secret, last_step, confirm_time FROM identity.second_factor WHERE city_id = $1 AND user_id = $2;

-- name: lock_second_factor
SELECT secret, last_step, confirm_time FROM identity.second_factor WHERE city_id = $1 AND user_id = $2 FOR UPDATE;

-- name: put_second_factor
-- One that is confirmed stays.
INSERT INTO identity.second_factor (city_id, user_id, secret, create_time) VALUES ($1, $2, $3, $4)
ON CONFLICT (city_id, user_id) DO UPDATE SET secret = excluded.secret, last_step = 0, create_time = excluded.create_time
WHERE second_factor.confirm_time IS NULL
RETURNING 1;

-- name: use_second_factor
UPDATE identity.second_factor SET last_step = $3, confirm_time = coalesce(confirm_time, $4)
WHERE city_id = $1 AND user_id = $2;

-- name: delete_second_factor
DELETE FROM identity.second_factor WHERE city_id = $1 AND user_id = $2 RETURNING 1;

-- name: insert_recovery_codes
INSERT INTO identity.recovery_code (city_id, user_id, code_hash) SELECT $1, $2, unnest($3::bytea[]);

-- name: use_recovery_code
UPDATE identity.recovery_code SET use_time = $4
WHERE city_id = $1 AND user_id = $2 AND code_hash = $3 AND use_time IS NULL RETURNING 1;

-- name: count_recovery_codes
SELECT count(*) FROM identity.recovery_code WHERE city_id = $1 AND user_id = $2 AND use_time IS NULL;

-- name: delete_recovery_codes
DELETE FROM identity.recovery_code WHERE city_id = $1 AND user_id = $2;

-- name: second_factor_roles
SELECT to_json(second_factor_roles) FROM identity.city WHERE city_id = $1;

-- name: set_second_factor_roles
UPDATE identity.city SET second_factor_roles = $2 WHERE city_id = $1;
