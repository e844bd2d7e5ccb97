-- name: list_units
SELECT unit_id, name, kind, area_code, level, parent, successor, phone, revision FROM identity.unit
WHERE city_id = $1 AND unit_id > $2 AND starts_with(area_code, $3) ORDER BY unit_id LIMIT $4;

-- name: find_units
SELECT unit_id, name, kind, area_code, level, parent, successor, phone, revision FROM identity.unit
WHERE city_id = $1 AND unit_id = ANY ($2::text[]);

-- name: lock_unit
SELECT unit_id, name, kind, area_code, level, parent, successor, phone, revision FROM identity.unit
WHERE city_id = $1 AND unit_id = $2 FOR UPDATE;

-- name: unit_and_above
-- The unit and everything above it, to keep the tree a tree.
WITH RECURSIVE up AS (
  SELECT u.unit_id, u.parent FROM identity.unit u WHERE u.city_id = $1 AND u.unit_id = $2
  UNION
  SELECT u.unit_id, u.parent FROM identity.unit u JOIN up ON u.unit_id = up.parent WHERE u.city_id = $1
)
SELECT unit_id FROM up;

-- name: insert_unit
INSERT INTO identity.unit (city_id, unit_id, name, kind, area_code, level, parent, phone)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: update_unit
UPDATE identity.unit SET name = $3, kind = $4, area_code = $5, level = $6, parent = $7, phone = $8, revision = revision + 1
WHERE city_id = $1 AND unit_id = $2;

-- name: set_successor
-- Of the unit itself and of those it had once taken over, so that a successor is always in force.
UPDATE identity.unit SET successor = $3, revision = revision + 1
WHERE city_id = $1 AND (unit_id = $2 OR successor = $2);

-- name: move_child_units
UPDATE identity.unit SET parent = $3, revision = revision + 1 WHERE city_id = $1 AND parent = $2;
