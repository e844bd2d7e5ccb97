-- migrate:up

-- Counting the due dates of all running cases again: started by the record of a change of a calendar, in its transaction.
CREATE TABLE casework.clock_run (
  city_id text NOT NULL,
  run_id uuid NOT NULL,
  cause text NOT NULL,
  log_index bigint NOT NULL,
  start_time timestamptz NOT NULL,
  finish_time timestamptz,
  next_time timestamptz NOT NULL,
  last_case uuid,
  waiting uuid[] NOT NULL DEFAULT '{}',
  round integer NOT NULL DEFAULT 0,
  examined bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (city_id, run_id)
);
COMMENT ON COLUMN casework.clock_run.next_time IS 'when it goes on; also the lease of the replica that works on it';
COMMENT ON COLUMN casework.clock_run.last_case IS 'cases up to here are done, but for those that wait; null before the first page';
COMMENT ON COLUMN casework.clock_run.waiting IS 'cases that could not be counted: tried again at the end';
CREATE INDEX clock_run_open ON casework.clock_run (city_id, next_time) WHERE finish_time IS NULL;
CREATE INDEX clock_run_order ON casework.clock_run (city_id, log_index);
ALTER TABLE casework.clock_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.clock_run FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.clock_run USING (city_id = platform.city());

CREATE TABLE casework.clock_move (
  city_id text NOT NULL,
  run_id uuid NOT NULL,
  case_id uuid NOT NULL,
  clock text NOT NULL,
  before text NOT NULL,
  due text NOT NULL,
  why text NOT NULL,
  unverified boolean NOT NULL,
  PRIMARY KEY (city_id, run_id, case_id, clock)
);
ALTER TABLE casework.clock_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.clock_move FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.clock_move USING (city_id = platform.city());

-- migrate:down
DROP TABLE casework.clock_move;
DROP TABLE casework.clock_run;
