-- migrate:up

-- Cities that have matters here. The list is no secret: background loops read it before they choose a city.
CREATE TABLE intake.city (
  city_id text PRIMARY KEY
);
ALTER TABLE intake.city ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.city FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.city USING (true) WITH CHECK (city_id = platform.city());

-- What was brought in, once per report, visit, or matter of a visit. No personal data: that lies in intake.party.
CREATE TABLE intake.matter (
  city_id text NOT NULL,
  matter_id uuid NOT NULL,
  receipt_no text,
  channel text NOT NULL,
  source_no text,
  process text NOT NULL,
  item_code text NOT NULL,
  title text NOT NULL,
  area_code text NOT NULL,
  unit_id text NOT NULL,
  register_unit_id text NOT NULL,
  register_user_id text NOT NULL,
  register_user_name text NOT NULL,
  party_id uuid,
  kind text NOT NULL,
  routed_by text NOT NULL,
  form text COMPRESSION lz4 NOT NULL,
  materials text COMPRESSION lz4 NOT NULL,
  receive_time timestamptz NOT NULL,
  create_time timestamptz NOT NULL,
  latitude double precision,
  longitude double precision,
  parent_matter_id uuid,
  child_no integer NOT NULL DEFAULT 0,
  children integer NOT NULL DEFAULT 0,
  state text NOT NULL,
  hold_reason text NOT NULL DEFAULT '',
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_time timestamptz,
  case_id uuid,
  case_status text NOT NULL DEFAULT '',
  result text NOT NULL DEFAULT '',
  due_time timestamptz,
  due_unverified boolean NOT NULL DEFAULT false,
  duplicate_of uuid,
  PRIMARY KEY (city_id, matter_id)
);
COMMENT ON COLUMN intake.matter.state IS 'registered: stored, its case not opened yet; opened; held: casework refused it, see hold_reason';
COMMENT ON COLUMN intake.matter.form IS 'handed to casework when the case is opened, then emptied';
COMMENT ON COLUMN intake.matter.receipt_no IS 'null for the matters of a visit: they share the number of the visit';
COMMENT ON COLUMN intake.matter.kind IS 'sub-class of the report, compared in the search for duplicates';
CREATE UNIQUE INDEX matter_receipt ON intake.matter (city_id, receipt_no) WHERE receipt_no IS NOT NULL;
CREATE UNIQUE INDEX matter_source ON intake.matter (city_id, channel, source_no) WHERE source_no IS NOT NULL;
CREATE UNIQUE INDEX matter_case ON intake.matter (city_id, case_id) WHERE case_id IS NOT NULL;
CREATE UNIQUE INDEX matter_child ON intake.matter (city_id, parent_matter_id, child_no) WHERE parent_matter_id IS NOT NULL;
CREATE INDEX matter_waiting ON intake.matter (city_id, next_attempt_time) WHERE next_attempt_time IS NOT NULL;
CREATE INDEX matter_place ON intake.matter (city_id, kind, receive_time)
  WHERE latitude IS NOT NULL AND case_status IN ('', 'running', 'suspended') AND duplicate_of IS NULL;
CREATE INDEX matter_newest ON intake.matter (city_id, receive_time DESC, matter_id DESC) WHERE parent_matter_id IS NULL;
CREATE INDEX matter_duplicates ON intake.matter (city_id, duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX matter_party ON intake.matter (city_id, party_id) WHERE party_id IS NOT NULL;
ALTER TABLE intake.matter ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.matter FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.matter USING (city_id = platform.city());

-- What the service reads, in one fixed order of columns.
CREATE VIEW intake.matter_row WITH (security_invoker = true) AS
SELECT city_id, matter_id, receipt_no, channel, source_no, process, item_code, title, area_code, unit_id, register_unit_id,
       register_user_id, register_user_name, party_id, kind, routed_by, form, materials, receive_time, latitude, longitude,
       parent_matter_id, child_no, children, state, hold_reason, attempts, case_id, case_status, result, due_time,
       due_unverified, duplicate_of, next_attempt_time
FROM intake.matter;

-- Who may see a matter, keyed for the list: units that registered, handle or have handled it, newest first.
CREATE TABLE intake.matter_unit (
  city_id text NOT NULL,
  unit_id text NOT NULL,
  receive_time timestamptz NOT NULL,
  matter_id uuid NOT NULL,
  PRIMARY KEY (city_id, unit_id, receive_time, matter_id)
);
CREATE INDEX matter_unit_matter ON intake.matter_unit (city_id, matter_id);
ALTER TABLE intake.matter_unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.matter_unit FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.matter_unit USING (city_id = platform.city());

-- Serial numbers of receipts, per area, item and day.
CREATE TABLE intake.receipt_counter (
  city_id text NOT NULL,
  area_code text NOT NULL,
  item_code text NOT NULL,
  day date NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (city_id, area_code, item_code, day)
);
ALTER TABLE intake.receipt_counter ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.receipt_counter FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.receipt_counter USING (city_id = platform.city());

-- Keyed hashes of the last four characters of document and telephone, bound to the receipt number: what a citizen
-- proves with at the public query.
CREATE TABLE intake.progress_key (
  city_id text NOT NULL,
  receipt_no text NOT NULL,
  key_hash text NOT NULL,
  PRIMARY KEY (city_id, receipt_no, key_hash)
);
ALTER TABLE intake.progress_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.progress_key FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.progress_key USING (city_id = platform.city());

-- Position in casework's event log up to which matters have been brought up to date.
CREATE TABLE intake.case_cursor (
  city_id text PRIMARY KEY,
  log_index bigint NOT NULL
);
ALTER TABLE intake.case_cursor ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.case_cursor FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.case_cursor USING (city_id = platform.city());

-- migrate:down
DROP TABLE intake.case_cursor;
DROP TABLE intake.progress_key;
DROP TABLE intake.receipt_counter;
DROP TABLE intake.matter_unit;
DROP VIEW intake.matter_row;
DROP TABLE intake.matter;
DROP TABLE intake.city;
