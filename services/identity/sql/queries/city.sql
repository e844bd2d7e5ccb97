-- name: city_name
SELECT name FROM identity.city WHERE city_id = $1;

-- name: insert_city
INSERT INTO identity.city (city_id, name, create_time) VALUES ($1, $2, $3);

-- name: unit_revision
SELECT unit_revision FROM identity.city WHERE city_id = $1;

-- name: bump_unit_revision
UPDATE identity.city SET unit_revision = unit_revision + 1 WHERE city_id = $1;
