-- Areas in force on a day.

-- name: list_areas
SELECT code, name, parent, level, valid_from, valid_to FROM identity.area
WHERE city_id = $1 AND parent = $2 AND code > $3 AND valid_from <= $4::date AND (valid_to IS NULL OR valid_to > $4::date)
ORDER BY code LIMIT $5;

-- name: list_areas_below
WITH RECURSIVE below AS (
  SELECT a.* FROM identity.area a
  WHERE a.city_id = $1 AND a.parent = $2 AND a.valid_from <= $4::date AND (a.valid_to IS NULL OR a.valid_to > $4::date)
  UNION
  SELECT a.* FROM identity.area a JOIN below b ON a.parent = b.code
  WHERE a.city_id = $1 AND a.valid_from <= $4::date AND (a.valid_to IS NULL OR a.valid_to > $4::date)
)
SELECT code, name, parent, level, valid_from, valid_to FROM below WHERE code > $3 ORDER BY code LIMIT $5;

-- name: find_areas
SELECT code, name, parent, level, valid_from, valid_to FROM identity.area
WHERE city_id = $1 AND code = ANY ($2::text[]) AND (valid_to IS NULL OR valid_to > $3::date);

-- name: close_earlier_areas
-- A period that starts later ends the one before it.
UPDATE identity.area a SET valid_to = n.valid_from
FROM unnest($2::text[], $3::date[]) AS n (code, valid_from)
WHERE a.city_id = $1 AND a.code = n.code AND a.valid_from < n.valid_from
  AND (a.valid_to IS NULL OR a.valid_to > n.valid_from);

-- name: put_areas
INSERT INTO identity.area (city_id, code, valid_from, valid_to, name, parent, level)
SELECT $1, n.code, n.valid_from, n.valid_to, n.name, n.parent, n.level
FROM unnest($2::text[], $3::date[], $4::date[], $5::text[], $6::text[], $7::text[])
  AS n (code, valid_from, valid_to, name, parent, level)
ON CONFLICT (city_id, code, valid_from) DO UPDATE
SET valid_to = excluded.valid_to, name = excluded.name, parent = excluded.parent, level = excluded.level;
