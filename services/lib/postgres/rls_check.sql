-- What keeps the cities apart, read from the catalogue. $1: schema, which is also the service. One row per fault.
WITH tables AS (
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_migrations'
    -- A table that holds city_id and nothing else is a list of cities: background loops start from it.
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attname <> 'city_id')
), role AS (
  SELECT * FROM pg_roles WHERE rolname = 'lianban_' || $1
)
SELECT relname || ': row-level security is not enabled' FROM tables WHERE NOT relrowsecurity
UNION ALL
SELECT relname || ': row-level security is not forced' FROM tables WHERE NOT relforcerowsecurity
UNION ALL
SELECT relname || ': no policy city_id = platform.city() for all commands' FROM tables t
WHERE NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polcmd = '*'
                  AND pg_get_expr(p.polqual, p.polrelid) = '(city_id = platform.city())')
UNION ALL
SELECT relname || ': policy ' || polname || ' opens other cities' FROM tables t JOIN pg_policy p ON p.polrelid = t.oid
WHERE p.polpermissive AND (
  coalesce(pg_get_expr(p.polqual, p.polrelid), '(city_id = platform.city())') NOT LIKE '(city_id = platform.city())%'
  OR coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '(city_id = platform.city())') NOT LIKE '(city_id = platform.city())%')
UNION ALL
SELECT relname || ': the service may ' || privilege FROM tables, role,
  unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
WHERE has_table_privilege(role.oid, tables.oid, privilege)
UNION ALL
SELECT relname || ': the owner is not lianban_owner' FROM tables WHERE relowner <> 'lianban_owner'::regrole
UNION ALL
SELECT t.relname || ': unique index ' || i.indexrelid::regclass || ' does not start with city_id'
FROM tables t JOIN pg_index i ON i.indrelid = t.oid
WHERE i.indisunique AND NOT EXISTS (
  SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0] AND a.attname = 'city_id')
UNION ALL
SELECT c.relname || ': a view that does not run with the rights of the caller' FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND (c.relkind = 'm' OR c.relkind = 'v'
  AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false))
UNION ALL
SELECT p.proname || ': a function that runs with the rights of its owner' FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1 AND p.prosecdef
UNION ALL
SELECT 'role ' || rolname || ' is above row-level security' FROM role WHERE rolsuper OR rolbypassrls
UNION ALL
SELECT 'role ' || rolname || ' owns ' || c.oid::regclass FROM role JOIN pg_class c ON c.relowner = role.oid
UNION ALL
SELECT 'role ' || r.rolname || ' may use the schema ' || $1 FROM pg_roles r
WHERE r.rolname LIKE 'lianban\_%' AND r.rolname NOT IN ('lianban_' || $1, 'lianban_owner')
  AND has_schema_privilege(r.oid, $1, 'USAGE')
UNION ALL
SELECT 'the schema ' || $1 || ' holds no table' WHERE NOT EXISTS (SELECT FROM tables)
ORDER BY 1
