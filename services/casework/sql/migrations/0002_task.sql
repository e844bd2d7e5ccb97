-- migrate:up

-- Open tasks only: a task that is done leaves its trace in the events. What an inbox line shows is copied here, so that
-- a page is one indexed read. due_time is 'infinity' when the step has no clock; warn_time is when the light turns yellow.
CREATE TABLE casework.task (
  city_id text NOT NULL,
  case_id uuid NOT NULL,
  task_no bigint NOT NULL,
  step text NOT NULL,
  title text NOT NULL,
  desk text NOT NULL,
  assignee text NOT NULL DEFAULT '',
  process text NOT NULL,
  case_title text NOT NULL,
  receipt_no text NOT NULL DEFAULT '',
  open_time timestamptz NOT NULL,
  due_time timestamptz NOT NULL,
  warn_time timestamptz NOT NULL,
  paused boolean NOT NULL DEFAULT false,
  PRIMARY KEY (city_id, case_id, task_no)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
-- The permission is the key: what lies unclaimed on a desk, and what a person has claimed. Every task is in one of them.
CREATE INDEX task_desk ON casework.task (city_id, desk, due_time, case_id, task_no) INCLUDE (warn_time)
  WHERE assignee = '';
CREATE INDEX task_assignee ON casework.task (city_id, assignee, due_time, case_id, task_no) WHERE assignee <> '';
ALTER TABLE casework.task ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.task FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.task USING (city_id = platform.city());

-- migrate:down
DROP TABLE casework.task;
