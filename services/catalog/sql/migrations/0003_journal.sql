-- migrate:up

-- A value that areas below may not set for themselves.
ALTER TABLE catalog.parameter ADD COLUMN locked boolean NOT NULL DEFAULT false,
  ADD COLUMN changed_by_name text NOT NULL DEFAULT '';

-- Parts of processes that a release has locked for the areas below its own: "params.la.review".
CREATE TABLE catalog.release_lock (
  city_id text NOT NULL,
  process text NOT NULL,
  layer_area text NOT NULL,
  path text NOT NULL,
  number integer NOT NULL,
  why text NOT NULL,
  set_by text NOT NULL,
  PRIMARY KEY (city_id, process, layer_area, path)
);
COMMENT ON TABLE catalog.release_lock IS 'of the latest release of each layer';
ALTER TABLE catalog.release_lock ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.release_lock FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.release_lock USING (city_id = platform.city());

-- What is to be a leaf of the city's log, written in the transaction of the change and handed to casework until casework
-- has acknowledged it. `body` is the subject as it was left ("null": it is gone), from the view "recorded".
CREATE TABLE catalog.journal (
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
COMMENT ON COLUMN catalog.journal.log_index IS 'its position in the city''s log; null until casework has it';
CREATE INDEX journal_waiting ON catalog.journal (city_id, record_id) WHERE log_index IS NULL;
ALTER TABLE catalog.journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.journal USING (city_id = platform.city());

-- Cities that have a journal here. Not confidential: the relay reads the list before it chooses a city.
CREATE TABLE catalog.journal_city (
  city_id text PRIMARY KEY
);
ALTER TABLE catalog.journal_city ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal_city FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.journal_city USING (true) WITH CHECK (city_id = platform.city());

-- Everything that decides how a city works, in one form: what the log must agree with.
CREATE VIEW catalog.recorded WITH (security_invoker = true) AS
SELECT r.city_id, 'catalog.release ' || r.process || '/' || r.number AS subject, jsonb_build_object(
  'process', r.process, 'number', r.number, 'area_code', r.area_code, 'hash', r.hash, 'main', r.main, 'title', r.title,
  'author_id', r.author_id, 'author', r.author, 'note', r.note, 'scenarios_passed', r.scenarios_passed,
  'publish_time', (extract(epoch FROM r.publish_time) * 1000000)::bigint, 'approver_id', r.approver_id, 'approver', r.approver,
  'rolled_back_to', r.rolled_back_to,
  'files', (SELECT jsonb_object_agg(f.path, encode(sha256(convert_to(f.content, 'UTF8')), 'hex'))
            FROM catalog.release_file f
            WHERE f.city_id = r.city_id AND f.process = r.process AND f.number = r.number),
  'gate', (SELECT jsonb_build_object(
             'draft_id', d.draft_id, 'version', d.version, 'hash', d.hash, 'above_number', d.above_number,
             'report', encode(sha256(d.report), 'hex'), 'approver_id', d.approver_id, 'approver', d.approver,
             'decision_reason', d.decision_reason, 'decide_time', (extract(epoch FROM d.decide_time) * 1000000)::bigint,
             'editors', (SELECT jsonb_agg(v.editor_id ORDER BY v.version) FROM catalog.draft_version v
                         WHERE v.city_id = d.city_id AND v.draft_id = d.draft_id))
           FROM catalog.draft d WHERE d.city_id = r.city_id AND d.draft_id = r.draft_id)) AS body
FROM catalog.release r
UNION ALL
SELECT city_id, 'catalog.release_scope ' || process || '/' || sequence, jsonb_build_object(
  'number', number, 'layer_area', layer_area, 'scope_area', scope_area, 'effective_time', (extract(epoch FROM effective_time) * 1000000)::bigint,
  'set_by_id', set_by_id, 'reason', reason, 'set_time', (extract(epoch FROM set_time) * 1000000)::bigint)
FROM catalog.release_scope
UNION ALL
SELECT city_id, 'catalog.parameter ' || key || '@' || area_code, jsonb_build_object(
  'value', value, 'basis', basis, 'locked', locked, 'changed_by', changed_by, 'change_time', (extract(epoch FROM change_time) * 1000000)::bigint)
FROM catalog.parameter
UNION ALL
SELECT n.city_id, 'catalog.calendar ' || n.year, jsonb_build_object(
  'source', n.source, 'changed_by', n.changed_by, 'change_time', (extract(epoch FROM n.change_time) * 1000000)::bigint,
  'days', (SELECT jsonb_agg(jsonb_build_array(d.day, d.is_off_day, d.name) ORDER BY d.day) FROM catalog.calendar_day d
           WHERE d.city_id = n.city_id AND d.year = n.year))
FROM catalog.calendar_notice n
UNION ALL
SELECT city_id, 'catalog.duty ' || duty || '@' || area_code, jsonb_build_object(
  'unit_id', unit_id, 'changed_by', changed_by, 'change_time', (extract(epoch FROM change_time) * 1000000)::bigint)
FROM catalog.duty
UNION ALL
SELECT city_id, 'catalog.table ' || name || '/' || version, jsonb_build_object(
  'csv', encode(sha256(convert_to(csv, 'UTF8')), 'hex'), 'changed_by', changed_by, 'change_time', (extract(epoch FROM change_time) * 1000000)::bigint)
FROM catalog.decision_table_version
UNION ALL
SELECT city_id, 'catalog.item ' || code, jsonb_build_object(
  'name', name, 'process', process, 'duty', duty, 'applicants', applicants, 'legal_basis', legal_basis,
  'statutory', statutory, 'promised', promised, 'enabled', enabled, 'revision', revision, 'changed_by', changed_by)
FROM catalog.item;
GRANT SELECT ON catalog.recorded TO lianban_catalog;

-- What is there already becomes part of the log as it stands, so that from now on every row has its record.
ALTER TABLE catalog.release NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.release_file NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.draft NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.draft_version NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.release_scope NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.parameter NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.calendar_notice NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.calendar_day NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.duty NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.decision_table_version NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.item NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal_city NO FORCE ROW LEVEL SECURITY;
INSERT INTO catalog.journal (city_id, record_id, kind, subject, time, actor_class, actor_id, actor_name, process, release, body, detail)
SELECT city_id, gen_random_uuid(), 'existing', subject, now(), 'system', '', '', '', 0, body::text, '' FROM catalog.recorded;
INSERT INTO catalog.journal_city SELECT DISTINCT city_id FROM catalog.journal;
ALTER TABLE catalog.release FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.release_file FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.draft FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.draft_version FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.release_scope FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.parameter FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.calendar_notice FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.calendar_day FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.duty FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.decision_table_version FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.item FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal_city FORCE ROW LEVEL SECURITY;

-- migrate:down
DROP VIEW catalog.recorded;
DROP TABLE catalog.journal, catalog.journal_city, catalog.release_lock;
ALTER TABLE catalog.parameter DROP COLUMN locked, DROP COLUMN changed_by_name;
