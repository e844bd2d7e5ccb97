-- migrate:up

-- Notices and messages that cases have issued, one row an effect: their words (`data`), fixed when they were issued. The
-- document is typeset when somebody first asks for it, from these words and that time.
CREATE TABLE records.notice (
  city_id text NOT NULL,
  case_id uuid NOT NULL,
  effect_no bigint NOT NULL,
  kind text NOT NULL,
  template text NOT NULL,
  title text NOT NULL,
  number text NOT NULL,
  issue_time timestamptz NOT NULL,
  unit_id text NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (city_id, case_id, effect_no)
);
COMMENT ON COLUMN records.notice.unit_id IS 'the unit that handled the case when it was issued';
ALTER TABLE records.notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE records.notice FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON records.notice USING (city_id = platform.city());
REVOKE UPDATE, DELETE ON records.notice FROM lianban_records;

-- Position in casework's event log up to which notices have been taken over.
CREATE TABLE records.case_cursor (
  city_id text PRIMARY KEY,
  log_index bigint NOT NULL
);
ALTER TABLE records.case_cursor ENABLE ROW LEVEL SECURITY;
ALTER TABLE records.case_cursor FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON records.case_cursor USING (city_id = platform.city());

-- migrate:down
DROP TABLE records.case_cursor;
DROP TABLE records.notice;
