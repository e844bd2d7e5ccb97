-- How far the schema of a service has been brought, as its own role sees it. $1: schema, which is also the service.
SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1) AS prepared,
       coalesce((SELECT has_schema_privilege(n.oid, 'USAGE') FROM pg_namespace n WHERE n.nspname = $1), false) AS usable,
       coalesce((SELECT has_table_privilege(c.oid, 'SELECT')
                 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = $1 AND c.relname = 'schema_migrations'), false) AS readable
