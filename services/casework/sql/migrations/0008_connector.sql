-- migrate:up

-- Systems outside that effects of kind "connector" are delivered to, by the name the scripts use. The secret of the
-- signature is sealed with a key of the deployment.
CREATE TABLE casework.connector (
  city_id text NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  secret bytea NOT NULL,
  paused boolean NOT NULL DEFAULT false,
  change_time timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (city_id, name)
);
ALTER TABLE casework.connector ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.connector FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.connector USING (city_id = platform.city());

-- What people look for when something did not arrive.
CREATE INDEX outbox_failed ON casework.outbox (city_id, case_id, effect_no) WHERE state = 'failed';

-- migrate:down
DROP INDEX casework.outbox_failed;
DROP TABLE casework.connector;
