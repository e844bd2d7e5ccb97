-- migrate:up

-- Answers of writing calls: the same request_id gives the same answer.
CREATE TABLE catalog.request (
  city_id text NOT NULL,
  request_id uuid NOT NULL,
  request_hash text NOT NULL,
  response bytea NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, request_id)
);
COMMENT ON COLUMN catalog.request.request_hash IS 'SHA-256 of the request: the same request_id with other data is refused';

-- Matters people can bring (事项).
CREATE TABLE catalog.item (
  city_id text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  process text NOT NULL,
  duty text NOT NULL,
  applicants text[] NOT NULL,
  legal_basis text NOT NULL,
  statutory text NOT NULL,
  promised text NOT NULL,
  enabled boolean NOT NULL,
  revision bigint NOT NULL,
  changed_by text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, code)
);

-- A process and the number of its latest release, which is the one in force.
CREATE TABLE catalog.process (
  city_id text NOT NULL,
  process text NOT NULL,
  number integer NOT NULL,
  PRIMARY KEY (city_id, process)
);

-- Published bundles. Never changed: a correction is the next number.
CREATE TABLE catalog.release (
  city_id text NOT NULL,
  process text NOT NULL,
  number integer NOT NULL,
  hash_algorithm text NOT NULL,
  hash text NOT NULL,
  main text NOT NULL,
  title text NOT NULL,
  author_id text NOT NULL,
  author text NOT NULL,
  note text NOT NULL,
  scenarios_passed integer NOT NULL,
  publish_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, process, number)
);
CREATE TABLE catalog.release_file (
  city_id text NOT NULL,
  process text NOT NULL,
  number integer NOT NULL,
  path text NOT NULL,
  content text NOT NULL,
  PRIMARY KEY (city_id, process, number, path)
);

-- Calendars as the State Council Office announced them, one notice a year.
CREATE TABLE catalog.calendar_notice (
  city_id text NOT NULL,
  year integer NOT NULL,
  source text NOT NULL,
  changed_by text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, year)
);
CREATE TABLE catalog.calendar_day (
  city_id text NOT NULL,
  day date NOT NULL,
  year integer NOT NULL,
  name text NOT NULL,
  is_off_day boolean NOT NULL,
  PRIMARY KEY (city_id, day)
);
COMMENT ON COLUMN catalog.calendar_day.year IS 'of the notice, which may speak of the last days of the year before';
CREATE INDEX calendar_day_year ON catalog.calendar_day (city_id, year);

-- Values by area; the empty area code is every area.
CREATE TABLE catalog.parameter (
  city_id text NOT NULL,
  key text NOT NULL,
  area_code text NOT NULL,
  value text NOT NULL,
  basis text NOT NULL,
  changed_by text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, key, area_code)
);
COMMENT ON COLUMN catalog.parameter.value IS 'JSON, byte for byte as it is handed out';

-- Which unit carries a duty in an area and below it.
CREATE TABLE catalog.duty (
  city_id text NOT NULL,
  duty text NOT NULL,
  area_code text NOT NULL,
  unit_id text NOT NULL,
  changed_by text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, duty, area_code)
);

-- Changes whenever a calendar, a parameter or a duty of the city does.
CREATE TABLE catalog.environment (
  city_id text NOT NULL,
  etag uuid NOT NULL,
  PRIMARY KEY (city_id)
);

-- City-wide decision tables; every version is kept, the latest decides.
CREATE TABLE catalog.decision_table (
  city_id text NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (city_id, name)
);
CREATE TABLE catalog.decision_table_version (
  city_id text NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  csv text NOT NULL,
  changed_by text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, name, version)
);

ALTER TABLE catalog.request ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.request FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.request USING (city_id = platform.city());
ALTER TABLE catalog.item ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.item FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.item USING (city_id = platform.city());
ALTER TABLE catalog.process ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.process FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.process USING (city_id = platform.city());
ALTER TABLE catalog.release ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.release FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.release USING (city_id = platform.city());
ALTER TABLE catalog.release_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.release_file FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.release_file USING (city_id = platform.city());
ALTER TABLE catalog.calendar_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.calendar_notice FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.calendar_notice USING (city_id = platform.city());
ALTER TABLE catalog.calendar_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.calendar_day FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.calendar_day USING (city_id = platform.city());
ALTER TABLE catalog.parameter ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.parameter FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.parameter USING (city_id = platform.city());
ALTER TABLE catalog.duty ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.duty FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.duty USING (city_id = platform.city());
ALTER TABLE catalog.environment ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.environment FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.environment USING (city_id = platform.city());
ALTER TABLE catalog.decision_table ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.decision_table FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.decision_table USING (city_id = platform.city());
ALTER TABLE catalog.decision_table_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.decision_table_version FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.decision_table_version USING (city_id = platform.city());

-- What is published stays as it was published.
REVOKE UPDATE, DELETE ON catalog.release, catalog.release_file, catalog.decision_table_version FROM lianban_catalog;

-- migrate:down
DROP TABLE catalog.decision_table_version, catalog.decision_table, catalog.environment, catalog.duty, catalog.parameter,
  catalog.calendar_day, catalog.calendar_notice, catalog.release_file, catalog.release, catalog.process, catalog.item,
  catalog.request;
