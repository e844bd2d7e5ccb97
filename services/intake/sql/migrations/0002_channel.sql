-- migrate:up

-- Sources of reports, each with the adapter script that reads its records.
CREATE TABLE intake.channel (
  city_id text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  adapter text NOT NULL,
  enabled boolean NOT NULL,
  default_process text NOT NULL,
  update_time timestamptz NOT NULL,
  update_user_id text NOT NULL,
  PRIMARY KEY (city_id, code)
);
ALTER TABLE intake.channel ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.channel FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.channel USING (city_id = platform.city());

-- migrate:down
DROP TABLE intake.channel;
