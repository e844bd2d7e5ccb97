-- migrate:up

-- Values of form fields that a script declares sensitive lie sealed in case_form, event and outbox.
CREATE TABLE casework.city_key (
  city_id text NOT NULL,
  version smallint NOT NULL,
  cipher smallint NOT NULL,
  wrapped_key bytea NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, version)
);
COMMENT ON TABLE casework.city_key IS 'data key of the city, wrapped by the deployment''s field key; deleting it erases the city''s sensitive form values';
ALTER TABLE casework.city_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.city_key FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.city_key USING (city_id = platform.city());

-- migrate:down
DROP TABLE casework.city_key;
