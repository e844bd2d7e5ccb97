-- migrate:up

-- A thing reported again after its matter was closed.
ALTER TABLE intake.matter ADD COLUMN repeat_of uuid, ADD COLUMN repeat_no integer NOT NULL DEFAULT 0,
  ADD COLUMN finish_time timestamptz;
COMMENT ON COLUMN intake.matter.repeat_of IS 'the latest closed matter about the same thing, when this one came in';
COMMENT ON COLUMN intake.matter.repeat_no IS 'counts the reports after the first closing, from 1; 0: not a repeat';
COMMENT ON COLUMN intake.matter.finish_time IS 'when its case ended; null for cases that ended before this was kept';
CREATE INDEX matter_closed_place ON intake.matter (city_id, kind, receive_time)
  WHERE latitude IS NOT NULL AND case_status IN ('finished', 'withdrawn', 'terminated') AND duplicate_of IS NULL;

CREATE OR REPLACE VIEW intake.matter_row WITH (security_invoker = true) AS
SELECT city_id, matter_id, receipt_no, channel, source_no, process, item_code, title, area_code, unit_id, register_unit_id,
       register_user_id, register_user_name, party_id, kind, routed_by, form, materials, receive_time, latitude, longitude,
       parent_matter_id, child_no, children, state, hold_reason, attempts, case_id, case_status, result, due_time,
       due_unverified, duplicate_of, next_attempt_time, repeat_of, repeat_no, finish_time
FROM intake.matter;

-- migrate:down
DROP VIEW intake.matter_row;
CREATE VIEW intake.matter_row WITH (security_invoker = true) AS
SELECT city_id, matter_id, receipt_no, channel, source_no, process, item_code, title, area_code, unit_id, register_unit_id,
       register_user_id, register_user_name, party_id, kind, routed_by, form, materials, receive_time, latitude, longitude,
       parent_matter_id, child_no, children, state, hold_reason, attempts, case_id, case_status, result, due_time,
       due_unverified, duplicate_of, next_attempt_time
FROM intake.matter;
DROP INDEX intake.matter_closed_place;
ALTER TABLE intake.matter DROP COLUMN repeat_of, DROP COLUMN repeat_no, DROP COLUMN finish_time;
