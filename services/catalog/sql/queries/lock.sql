-- name: parameter_locks_above
-- What of these (key, area) somebody above has locked, as a parameter or in a process.
SELECT w.key, w.area_code, l.set_by, l.area_code, l.why
FROM unnest($2::text[], $3::text[]) AS w (key, area_code)
CROSS JOIN LATERAL (
  SELECT coalesce(nullif(p.changed_by_name, ''), p.changed_by) AS set_by, p.area_code, p.basis AS why
  FROM catalog.parameter p
  WHERE p.city_id = $1 AND p.key = w.key AND p.locked AND p.area_code <> w.area_code
    AND starts_with(w.area_code, p.area_code)
  UNION ALL
  SELECT r.process || '/' || r.number || ' ' || r.set_by, r.layer_area, r.why FROM catalog.release_lock r
  WHERE r.city_id = $1 AND r.path IN ('params', 'params.' || w.key) AND r.layer_area <> w.area_code
    AND starts_with(w.area_code, r.layer_area)
) AS l
ORDER BY w.key, w.area_code, l.area_code LIMIT 20;

-- name: locked_parameters
-- Of these (key, area), those locked at their own place.
SELECT p.key, p.area_code, coalesce(nullif(p.changed_by_name, ''), p.changed_by), p.basis, p.value
FROM catalog.parameter p JOIN unnest($2::text[], $3::text[]) AS w (key, area_code)
  ON p.key = w.key AND p.area_code = w.area_code
WHERE p.city_id = $1 AND p.locked FOR UPDATE OF p;

-- name: parameters_below
-- Values that a lock on these (key, area) would leave in force below it.
SELECT p.key, w.area_code, p.area_code
FROM unnest($2::text[], $3::text[]) AS w (key, area_code)
JOIN catalog.parameter p ON p.city_id = $1 AND p.key = w.key AND p.area_code <> w.area_code
  AND starts_with(p.area_code, w.area_code)
ORDER BY p.key, p.area_code LIMIT 20;

-- name: clear_release_locks
DELETE FROM catalog.release_lock WHERE city_id = $1 AND process = $2 AND layer_area = $3 RETURNING path;

-- name: insert_release_locks
INSERT INTO catalog.release_lock (city_id, process, layer_area, path, number, why, set_by)
SELECT $1, $2, $3, path, $6::integer, why, $7 FROM unnest($4::text[], $5::text[]) AS l (path, why);
