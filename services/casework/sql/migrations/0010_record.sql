-- migrate:up

-- Records of other services (journal.proto) in the city's log. Kept for ever: a record is appended once.
CREATE TABLE casework.record (
  city_id text NOT NULL,
  record_id uuid NOT NULL,
  log_index bigint NOT NULL,
  digest bytea NOT NULL,
  subject text NOT NULL,
  PRIMARY KEY (city_id, record_id)
);
COMMENT ON COLUMN casework.record.digest IS 'SHA-256 of the record as it was sent: another one under the same id is refused';
CREATE INDEX record_subject ON casework.record (city_id, subject, log_index);
ALTER TABLE casework.record ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.record FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.record USING (city_id = platform.city());
REVOKE UPDATE, DELETE ON casework.record FROM lianban_casework;

-- What is to be a leaf of the city's log, written in the transaction of the change and handed to casework until casework
-- has acknowledged it. `body` is the subject as it was left ("null": it is gone), from the view "recorded".
CREATE TABLE casework.journal (
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
COMMENT ON COLUMN casework.journal.log_index IS 'its position in the city''s log; null until casework has it';
CREATE INDEX journal_waiting ON casework.journal (city_id, record_id) WHERE log_index IS NULL;
ALTER TABLE casework.journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.journal FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.journal USING (city_id = platform.city());

-- Cities that have a journal here. Not confidential: the relay reads the list before it chooses a city.
CREATE TABLE casework.journal_city (
  city_id text PRIMARY KEY
);
ALTER TABLE casework.journal_city ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.journal_city FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.journal_city USING (true) WITH CHECK (city_id = platform.city());

CREATE VIEW casework.recorded WITH (security_invoker = true) AS
SELECT city_id, 'casework.substitution ' || owner_id || '/' || substitute_id AS subject, jsonb_build_object(
  'start_time', (extract(epoch FROM start_time) * 1000000)::bigint, 'end_time', (extract(epoch FROM end_time) * 1000000)::bigint, 'reason', reason, 'granted_by', granted_by) AS body
FROM casework.substitution
UNION ALL
SELECT city_id, 'casework.connector ' || name, jsonb_build_object(
  'url', url, 'paused', paused, 'secret', encode(sha256(secret), 'hex'), 'changed_by', changed_by,
  'change_time', (extract(epoch FROM change_time) * 1000000)::bigint)
FROM casework.connector;
GRANT SELECT ON casework.recorded TO lianban_casework;

-- What is there already becomes part of the log as it stands, so that from now on every row has its record.
ALTER TABLE casework.substitution NO FORCE ROW LEVEL SECURITY;
ALTER TABLE casework.connector NO FORCE ROW LEVEL SECURITY;
ALTER TABLE casework.journal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE casework.journal_city NO FORCE ROW LEVEL SECURITY;
INSERT INTO casework.journal (city_id, record_id, kind, subject, time, actor_class, actor_id, actor_name, process, release, body, detail)
SELECT city_id, gen_random_uuid(), 'existing', subject, now(), 'system', '', '', '', 0, body::text, '' FROM casework.recorded;
INSERT INTO casework.journal_city SELECT DISTINCT city_id FROM casework.journal;
ALTER TABLE casework.substitution FORCE ROW LEVEL SECURITY;
ALTER TABLE casework.connector FORCE ROW LEVEL SECURITY;
ALTER TABLE casework.journal FORCE ROW LEVEL SECURITY;
ALTER TABLE casework.journal_city FORCE ROW LEVEL SECURITY;

-- migrate:down
DROP VIEW casework.recorded;
DROP TABLE casework.journal, casework.journal_city, casework.record;
