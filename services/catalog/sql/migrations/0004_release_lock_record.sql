-- migrate:up

-- The locks of a layer are part of what decides how a city works.
CREATE OR REPLACE VIEW catalog.recorded WITH (security_invoker = true) AS
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
FROM catalog.item
UNION ALL
SELECT city_id, 'catalog.release_lock ' || process || '@' || layer_area, jsonb_object_agg(path, jsonb_build_object(
  'number', number, 'why', why, 'set_by', set_by))
FROM catalog.release_lock GROUP BY city_id, process, layer_area;

-- What is locked already becomes part of the log as it stands.
ALTER TABLE catalog.release_lock NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal_city NO FORCE ROW LEVEL SECURITY;
INSERT INTO catalog.journal (city_id, record_id, kind, subject, time, actor_class, actor_id, actor_name, process, release, body, detail)
SELECT l.city_id, gen_random_uuid(), 'existing', l.subject, now(), 'system', '', '', '', 0, l.body::text, ''
FROM (SELECT city_id, 'catalog.release_lock ' || process || '@' || layer_area AS subject, jsonb_object_agg(path, jsonb_build_object(
        'number', number, 'why', why, 'set_by', set_by)) AS body
      FROM catalog.release_lock GROUP BY city_id, process, layer_area) AS l;
INSERT INTO catalog.journal_city SELECT DISTINCT city_id FROM catalog.journal ON CONFLICT DO NOTHING;
ALTER TABLE catalog.release_lock FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog.journal_city FORCE ROW LEVEL SECURITY;

-- migrate:down
CREATE OR REPLACE VIEW catalog.recorded WITH (security_invoker = true) AS
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
