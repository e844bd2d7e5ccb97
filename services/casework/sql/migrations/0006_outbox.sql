-- migrate:up

-- What a transition wants done outside its case, written in the same transaction. (case, effect_no) is the idempotency
-- key of the delivery. state: pending (will be tried at next_time), sent, failed (gave up; reason in last_error),
-- recorded (kept for the service that fetches it from the event stream).
CREATE TABLE casework.outbox (
  city_id text NOT NULL,
  case_id uuid NOT NULL,
  effect_no bigint NOT NULL,
  kind text NOT NULL,
  payload text COMPRESSION lz4 NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'recorded')),
  attempt integer NOT NULL DEFAULT 0,
  next_time timestamptz NOT NULL,
  last_error text NOT NULL DEFAULT '',
  event_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, case_id, effect_no)
);
CREATE INDEX outbox_pending ON casework.outbox (city_id, next_time) WHERE state = 'pending';
ALTER TABLE casework.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.outbox USING (city_id = platform.city());

-- migrate:down
DROP TABLE casework.outbox;
