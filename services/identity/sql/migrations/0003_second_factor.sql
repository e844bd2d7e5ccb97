-- migrate:up

-- A person's authenticator app. Without confirm_time it does not count yet.
CREATE TABLE identity.second_factor (
  city_id text NOT NULL,
  user_id text NOT NULL,
  secret bytea NOT NULL,
  last_step bigint NOT NULL DEFAULT 0,
  create_time timestamptz NOT NULL,
  confirm_time timestamptz,
  PRIMARY KEY (city_id, user_id)
);
COMMENT ON COLUMN identity.second_factor.secret IS 'sealed with a key of the deployment';
COMMENT ON COLUMN identity.second_factor.last_step IS 'of the last code that was taken: no code is taken twice';
ALTER TABLE identity.second_factor ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.second_factor FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON identity.second_factor USING (city_id = platform.city());

-- What helps when the telephone is lost: each is good for one sign-in.
CREATE TABLE identity.recovery_code (
  city_id text NOT NULL,
  user_id text NOT NULL,
  code_hash bytea NOT NULL,
  use_time timestamptz,
  PRIMARY KEY (city_id, user_id, code_hash)
);
COMMENT ON COLUMN identity.recovery_code.code_hash IS 'keyed hash: 50 random bits need no slow one';
ALTER TABLE identity.recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.recovery_code FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON identity.recovery_code USING (city_id = platform.city());

ALTER TABLE identity.city ADD COLUMN second_factor_roles text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN identity.city.second_factor_roles IS 'roles that nobody holds without a second factor';
CREATE INDEX request_age ON identity.request (city_id, create_time);

-- migrate:down
DROP INDEX identity.request_age;
ALTER TABLE identity.city DROP COLUMN second_factor_roles;
DROP TABLE identity.recovery_code, identity.second_factor;
