-- migrate:up

-- A timer is a row until its command has committed. Any replica may claim it for a short lease; firing twice is
-- harmless, because the command's request id is derived from (case, timer).
CREATE TABLE casework.timer (
  city_id text NOT NULL,
  case_id uuid NOT NULL,
  timer_no bigint NOT NULL,
  due_time timestamptz NOT NULL,
  lease_until timestamptz NOT NULL DEFAULT '-infinity',
  attempt integer NOT NULL DEFAULT 0,
  PRIMARY KEY (city_id, case_id, timer_no)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX timer_due ON casework.timer (city_id, due_time);
ALTER TABLE casework.timer ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.timer FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.timer USING (city_id = platform.city());

-- migrate:down
DROP TABLE casework.timer;
