-- name: city_keys
SELECT version, wrapped_key FROM casework.city_key WHERE city_id = $1 ORDER BY version;

-- name: insert_city_key
INSERT INTO casework.city_key (city_id, version, cipher, wrapped_key, create_time)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (city_id, version) DO NOTHING;
