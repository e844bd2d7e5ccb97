-- Roles, schemas and grants of a Lianban database. Run by a superuser, as often as one likes.
-- lianban_owner owns every object and runs migrations; lianban_<service> reads and writes its own schema and owns nothing.

DO $$
DECLARE
  service text;
BEGIN
  BEGIN
    CREATE ROLE lianban_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- roles belong to the cluster, not to this database
  END;
  FOREACH service IN ARRAY ARRAY['identity', 'catalog', 'casework', 'intake', 'records', 'insight'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT', 'lianban_' || service);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS platform AUTHORIZATION lianban_owner;
GRANT USAGE ON SCHEMA platform TO PUBLIC;

CREATE OR REPLACE FUNCTION platform.no_city() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RAISE EXCEPTION 'app.city is not set: every transaction belongs to one city' USING ERRCODE = 'insufficient_privilege';
END $$;
ALTER FUNCTION platform.no_city() OWNER TO lianban_owner;

-- The city of the transaction. A single expression, so that the planner folds it into the policies. After a first
-- SET LOCAL an unset value reads as the empty string, which must raise like a missing one.
CREATE OR REPLACE FUNCTION platform.city() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN coalesce(current_setting('app.city', true), '') = '' THEN platform.no_city()
              ELSE current_setting('app.city', true) END
$$;
ALTER FUNCTION platform.city() OWNER TO lianban_owner;

CREATE TABLE IF NOT EXISTS platform.migration_lease (
  service text PRIMARY KEY
);
ALTER TABLE platform.migration_lease OWNER TO lianban_owner;

DO $$
DECLARE
  service text;
  role text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO lianban_owner', current_database());
  FOREACH service IN ARRAY ARRAY['identity', 'catalog', 'casework', 'intake', 'records', 'insight'] LOOP
    role := 'lianban_' || service;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION lianban_owner', service);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, role);
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE lianban_owner IN SCHEMA %I '
                   'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', service, role);
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE lianban_owner IN SCHEMA %I '
                   'GRANT USAGE, SELECT ON SEQUENCES TO %I', service, role);
  END LOOP;
END $$;
