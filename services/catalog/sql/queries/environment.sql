-- name: environment_etag
SELECT etag FROM catalog.environment WHERE city_id = $1;

-- name: set_environment_etag
INSERT INTO catalog.environment (city_id, etag) VALUES ($1, $2)
ON CONFLICT (city_id) DO UPDATE SET etag = excluded.etag;

-- name: calendar_years
SELECT year FROM catalog.calendar_notice WHERE city_id = $1 ORDER BY year;

-- name: calendar_days
SELECT day, name, is_off_day FROM catalog.calendar_day WHERE city_id = $1 ORDER BY day;

-- name: put_calendar_notice
INSERT INTO catalog.calendar_notice (city_id, year, source, changed_by, change_time) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (city_id, year) DO UPDATE SET source = excluded.source, changed_by = excluded.changed_by,
  change_time = excluded.change_time
WHERE calendar_notice.source IS DISTINCT FROM excluded.source OR $6::boolean
RETURNING 1;

-- name: calendar_days_of_year
SELECT day, name, is_off_day FROM catalog.calendar_day WHERE city_id = $1 AND year = $2 ORDER BY day;

-- name: delete_calendar_days
DELETE FROM catalog.calendar_day WHERE city_id = $1 AND year = $2;

-- name: insert_calendar_days
INSERT INTO catalog.calendar_day (city_id, day, year, name, is_off_day)
SELECT $1, day, $2, name, is_off_day
FROM unnest($3::date[], $4::text[], $5::boolean[]) AS listed (day, name, is_off_day);

-- name: parameters
SELECT key, area_code, value, basis, locked, coalesce(nullif(changed_by_name, ''), changed_by)
FROM catalog.parameter WHERE city_id = $1 ORDER BY key, area_code;

-- name: put_parameters
INSERT INTO catalog.parameter (city_id, key, area_code, value, basis, locked, changed_by, changed_by_name,
                               change_time)
SELECT $1, key, area_code, value, basis, locked, $7, $8, $9
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[]) AS wanted (key, area_code, value, basis, locked)
ON CONFLICT (city_id, key, area_code) DO UPDATE SET value = excluded.value, basis = excluded.basis,
  locked = excluded.locked, changed_by = excluded.changed_by, changed_by_name = excluded.changed_by_name, change_time = excluded.change_time
WHERE (parameter.value, parameter.basis, parameter.locked)
  IS DISTINCT FROM (excluded.value, excluded.basis, excluded.locked)
RETURNING key, area_code;

-- name: delete_parameters
DELETE FROM catalog.parameter WHERE city_id = $1 AND (key, area_code) IN (
  SELECT key, area_code FROM unnest($2::text[], $3::text[]) AS gone (key, area_code))
RETURNING key, area_code;

-- name: duties
SELECT duty, area_code, unit_id FROM catalog.duty WHERE city_id = $1 ORDER BY duty, area_code;

-- name: put_duties
INSERT INTO catalog.duty (city_id, duty, area_code, unit_id, changed_by, change_time)
SELECT $1, duty, area_code, unit_id, $5, $6
FROM unnest($2::text[], $3::text[], $4::text[]) AS wanted (duty, area_code, unit_id)
ON CONFLICT (city_id, duty, area_code) DO UPDATE SET unit_id = excluded.unit_id, changed_by = excluded.changed_by,
  change_time = excluded.change_time
WHERE duty.unit_id IS DISTINCT FROM excluded.unit_id
RETURNING duty, area_code;

-- name: delete_duties
DELETE FROM catalog.duty WHERE city_id = $1 AND (duty, area_code) IN (
  SELECT duty, area_code FROM unnest($2::text[], $3::text[]) AS gone (duty, area_code))
RETURNING duty, area_code;
