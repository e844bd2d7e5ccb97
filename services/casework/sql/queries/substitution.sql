-- name: put_substitution
INSERT INTO casework.substitution (city_id, owner_id, substitute_id, start_time, end_time, reason, granted_by)
VALUES ($1, $2, $3, $4::timestamptz, $5::timestamptz, $6, $7)
ON CONFLICT (city_id, owner_id, substitute_id) DO UPDATE
SET start_time = excluded.start_time, end_time = excluded.end_time, reason = excluded.reason,
    granted_by = excluded.granted_by;

-- name: end_substitution
UPDATE casework.substitution SET end_time = least(end_time, $4::timestamptz)
WHERE city_id = $1 AND owner_id = $2 AND substitute_id = $3
RETURNING owner_id, substitute_id, start_time, end_time, reason, granted_by;

-- name: list_substitutions
SELECT owner_id, substitute_id, start_time, end_time, reason, granted_by FROM casework.substitution
WHERE city_id = $1 AND end_time > $2::timestamptz ORDER BY owner_id, substitute_id;
