-- migrate:up

-- What is to be a leaf of the city's log, written in the transaction of the change and handed to casework until casework
-- has acknowledged it. `body` is the subject as it was left ("null": it is gone), from the view "recorded".
CREATE TABLE identity.journal (
  city_id text NOT NULL,
  record_id uuid NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  time timestamptz NOT NULL,
  actor_class text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  process text NOT NULL,
  release integer NOT NULL,
  body text NOT NULL,
  detail text NOT NULL,
  log_index bigint,
  PRIMARY KEY (city_id, record_id)
);
COMMENT ON COLUMN identity.journal.log_index IS 'its position in the city''s log; null until casework has it';
CREATE INDEX journal_waiting ON identity.journal (city_id, record_id) WHERE log_index IS NULL;
ALTER TABLE identity.journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.journal FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON identity.journal USING (city_id = platform.city());

-- Cities that have a journal here. Not confidential: the relay reads the list before it chooses a city.
CREATE TABLE identity.journal_city (
  city_id text PRIMARY KEY
);
ALTER TABLE identity.journal_city ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.journal_city FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON identity.journal_city USING (true) WITH CHECK (city_id = platform.city());

CREATE VIEW identity.recorded WITH (security_invoker = true) AS
SELECT city_id, 'identity.audit_entry ' || entry_id AS subject, jsonb_build_object(
  'occur_time', (extract(epoch FROM occur_time) * 1000000)::bigint, 'actor_id', actor_id, 'action', action, 'subject', subject, 'detail', detail) AS body,
  entry_id
FROM identity.audit_entry;
GRANT SELECT ON identity.recorded TO lianban_identity;

-- What is there already becomes part of the log as it stands, so that from now on every row has its record.
ALTER TABLE identity.audit_entry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE identity.journal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE identity.journal_city NO FORCE ROW LEVEL SECURITY;
INSERT INTO identity.journal (city_id, record_id, kind, subject, time, actor_class, actor_id, actor_name, process, release, body, detail)
SELECT city_id, gen_random_uuid(), 'existing', subject, now(), 'system', '', '', '', 0, body::text, '' FROM identity.recorded;
INSERT INTO identity.journal_city SELECT DISTINCT city_id FROM identity.journal;
ALTER TABLE identity.audit_entry FORCE ROW LEVEL SECURITY;
ALTER TABLE identity.journal FORCE ROW LEVEL SECURITY;
ALTER TABLE identity.journal_city FORCE ROW LEVEL SECURITY;

-- migrate:down
DROP VIEW identity.recorded;
DROP TABLE identity.journal, identity.journal_city;
