-- migrate:up

-- Cities this deployment works for. Not confidential: background loops read the list before they choose a city.
CREATE TABLE casework.city (
  city_id text PRIMARY KEY
);
ALTER TABLE casework.city ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.city FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.city USING (true) WITH CHECK (city_id = platform.city());

-- One row per case, rewritten at every step: kept small, the form lies apart. `state` is the interpreter's memory.
-- `revision` rises by one with every command; a writer that expects another one is refused.
CREATE TABLE casework.casefile (
  city_id text NOT NULL,
  case_id uuid NOT NULL,
  revision bigint NOT NULL,
  process text NOT NULL,
  release integer NOT NULL,
  status text NOT NULL,
  result text NOT NULL DEFAULT '',
  unit_id text NOT NULL,
  area_code text NOT NULL,
  title text NOT NULL,
  channel text NOT NULL DEFAULT '',
  receipt_no text,
  party_id text NOT NULL DEFAULT '',
  parent_case_id uuid,
  receive_time timestamptz NOT NULL,
  event_time timestamptz NOT NULL,
  finish_time timestamptz,
  due_time timestamptz,
  due_unverified boolean NOT NULL DEFAULT false,
  units text[] NOT NULL,
  state text COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (city_id, case_id)
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.1);
COMMENT ON COLUMN casework.casefile.event_time IS 'when the last event happened; later ones are never earlier';
COMMENT ON COLUMN casework.casefile.units IS 'every unit that has ever handled the case: these may see it';
CREATE INDEX casefile_receipt ON casework.casefile (city_id, receipt_no) WHERE receipt_no IS NOT NULL;
CREATE INDEX casefile_parent ON casework.casefile (city_id, parent_case_id, case_id) WHERE parent_case_id IS NOT NULL;
ALTER TABLE casework.casefile ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.casefile FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.casefile USING (city_id = platform.city());

-- What was filled in and handed in; rewritten only when it changes.
CREATE TABLE casework.case_form (
  city_id text NOT NULL,
  case_id uuid NOT NULL,
  form text COMPRESSION lz4 NOT NULL,
  materials text COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (city_id, case_id)
);
ALTER TABLE casework.case_form ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.case_form FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.case_form USING (city_id = platform.city());

-- The same as casefile.units, keyed the other way: the list of cases a unit may see, newest first.
CREATE TABLE casework.case_unit (
  city_id text NOT NULL,
  unit_id text NOT NULL,
  case_id uuid NOT NULL,
  PRIMARY KEY (city_id, unit_id, case_id)
);
ALTER TABLE casework.case_unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.case_unit FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.case_unit USING (city_id = platform.city());

-- migrate:down
DROP TABLE casework.case_unit;
DROP TABLE casework.case_form;
DROP TABLE casework.casefile;
DROP TABLE casework.city;
