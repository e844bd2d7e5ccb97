-- migrate:up

CREATE TABLE identity.city (
  city_id text NOT NULL,
  name text NOT NULL,
  create_time timestamptz NOT NULL,
  unit_revision bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (city_id)
);
COMMENT ON COLUMN identity.city.unit_revision IS 'counts changes of any unit: the etag of the list of units';

-- Areas change by law: a code keeps one row per period of validity.
CREATE TABLE identity.area (
  city_id text NOT NULL,
  code text NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  name text NOT NULL,
  parent text NOT NULL,
  level text NOT NULL,
  PRIMARY KEY (city_id, code, valid_from),
  CHECK (valid_to > valid_from)
);
COMMENT ON COLUMN identity.area.valid_to IS 'first day on which it is no longer valid; null while in force';
CREATE INDEX area_parent ON identity.area (city_id, parent, code);

CREATE TABLE identity.unit (
  city_id text NOT NULL,
  unit_id text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  area_code text NOT NULL,
  level text NOT NULL,
  parent text NOT NULL DEFAULT '',
  successor text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  revision bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (city_id, unit_id)
);
COMMENT ON COLUMN identity.unit.successor IS 'the unit in force that took over its matters; empty while it is itself in force';

CREATE TABLE identity.account (
  city_id text NOT NULL,
  user_id text NOT NULL,
  login text NOT NULL,
  name text NOT NULL,
  unit_id text NOT NULL,
  password_hash text NOT NULL,
  disabled boolean NOT NULL DEFAULT false,
  revision bigint NOT NULL DEFAULT 1,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, user_id)
);
CREATE UNIQUE INDEX account_login ON identity.account (city_id, login);
CREATE INDEX account_unit ON identity.account (city_id, unit_id, user_id);

-- A role held in a unit.
CREATE TABLE identity.desk (
  city_id text NOT NULL,
  user_id text NOT NULL,
  unit_id text NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (city_id, user_id, unit_id, role)
);
CREATE INDEX desk_unit ON identity.desk (city_id, unit_id, role);

CREATE TABLE identity.session (
  city_id text NOT NULL,
  session_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  user_id text NOT NULL,
  client text NOT NULL,
  start_time timestamptz NOT NULL,
  last_seen_time timestamptz NOT NULL,
  end_time timestamptz,
  end_reason text NOT NULL DEFAULT '',
  PRIMARY KEY (city_id, session_id)
);
COMMENT ON COLUMN identity.session.token_hash IS 'SHA-256 of the token: this table signs nobody in';
CREATE UNIQUE INDEX session_token ON identity.session (city_id, token_hash);
CREATE INDEX session_of_user ON identity.session (city_id, user_id) WHERE end_time IS NULL;

-- Failed sign-ins, counted per account, per client address and per pair of both.
CREATE TABLE identity.sign_in_failure (
  city_id text NOT NULL,
  subject text NOT NULL,
  failures integer NOT NULL,
  last_failure_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, subject)
);
CREATE INDEX sign_in_failure_time ON identity.sign_in_failure (city_id, last_failure_time);

-- Writes already done, so that a repeated request gets the same answer.
CREATE TABLE identity.request (
  city_id text NOT NULL,
  request_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  response bytea NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, request_id)
);
COMMENT ON COLUMN identity.request.fingerprint IS 'keyed hash of method and request, which may hold a password';

-- Who changed what, and who signed in.
CREATE TABLE identity.audit_entry (
  city_id text NOT NULL,
  entry_id uuid NOT NULL,
  occur_time timestamptz NOT NULL,
  actor_id text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (city_id, entry_id)
);
CREATE INDEX audit_entry_subject ON identity.audit_entry (city_id, subject, entry_id);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['city', 'area', 'unit', 'account', 'desk', 'session', 'sign_in_failure', 'request',
                              'audit_entry'] LOOP
    EXECUTE format('ALTER TABLE identity.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE identity.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY city ON identity.%I USING (city_id = platform.city())', name);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON identity.audit_entry FROM lianban_identity;
REVOKE DELETE ON identity.city, identity.account, identity.unit, identity.area FROM lianban_identity;

-- migrate:down
DROP TABLE identity.audit_entry, identity.request, identity.sign_in_failure, identity.session, identity.desk,
  identity.account, identity.unit, identity.area, identity.city;
