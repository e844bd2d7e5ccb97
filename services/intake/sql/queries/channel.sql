-- name: channels
SELECT code, name, adapter, enabled, default_process FROM intake.channel WHERE city_id = $1 ORDER BY code;

-- name: channel
SELECT code, name, adapter, enabled, default_process FROM intake.channel WHERE city_id = $1 AND code = $2;

-- name: put_channel
INSERT INTO intake.channel (city_id, code, name, adapter, enabled, default_process, update_time, update_user_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (city_id, code) DO UPDATE
SET name = excluded.name, adapter = excluded.adapter, enabled = excluded.enabled,
    default_process = excluded.default_process, update_time = excluded.update_time,
    update_user_id = excluded.update_user_id;
