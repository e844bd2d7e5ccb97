-- migrate:up

CREATE TABLE intake.city_key (
  city_id text NOT NULL,
  version smallint NOT NULL,
  cipher smallint NOT NULL,
  wrapped_key bytea NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, version)
);
COMMENT ON TABLE intake.city_key IS 'data key of the city, wrapped by the deployment''s field key; deleting it erases the city''s personal data';
ALTER TABLE intake.city_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.city_key FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.city_key USING (city_id = platform.city());

-- People and organisations who bring matters. Every personal value is sealed by itself and bound to its place; equality
-- search goes through keyed hashes, which are useless without the key outside the database.
CREATE TABLE intake.party (
  city_id text NOT NULL,
  party_id uuid NOT NULL,
  revision bigint NOT NULL,
  kind text NOT NULL,
  document_type text NOT NULL,
  name bytea NOT NULL,
  document_no bytea NOT NULL,
  phone bytea NOT NULL,
  address bytea NOT NULL,
  document_hash text,
  phone_hash text,
  register_unit_id text NOT NULL,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, party_id)
);
COMMENT ON COLUMN intake.party.document_hash IS 'HMAC of the normalised number under the city''s index key; null when there is none';
CREATE UNIQUE INDEX party_document ON intake.party (city_id, document_hash) WHERE document_hash IS NOT NULL;
CREATE INDEX party_phone ON intake.party (city_id, phone_hash) WHERE phone_hash IS NOT NULL;
ALTER TABLE intake.party ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.party FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.party USING (city_id = platform.city());

-- Who saw whose personal data in plain, and why (PIPL 51, 54). Never changed by the service.
CREATE TABLE intake.access_log (
  city_id text NOT NULL,
  access_id uuid NOT NULL,
  access_time timestamptz NOT NULL,
  action text NOT NULL,
  user_id text NOT NULL,
  unit_id text NOT NULL,
  roles text[] NOT NULL,
  session_id text NOT NULL,
  party_id text NOT NULL,
  fields text[] NOT NULL,
  reason text NOT NULL,
  matter_id text NOT NULL,
  result text NOT NULL,
  PRIMARY KEY (city_id, access_id)
);
COMMENT ON COLUMN intake.access_log.action IS 'find (by full number) or reveal';
CREATE INDEX access_log_party ON intake.access_log (city_id, party_id, access_time);
CREATE INDEX access_log_user ON intake.access_log (city_id, user_id, access_time);
ALTER TABLE intake.access_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.access_log FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.access_log USING (city_id = platform.city());
REVOKE UPDATE, DELETE ON intake.access_log FROM lianban_intake;

-- Answers of writing calls, so that the same request_id gives the same answer.
CREATE TABLE intake.request (
  city_id text NOT NULL,
  request_id uuid NOT NULL,
  request_hash text NOT NULL,
  subject text NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, request_id)
);
COMMENT ON COLUMN intake.request.subject IS 'identifier of what the request made or changed';
CREATE INDEX request_age ON intake.request (city_id, create_time);
ALTER TABLE intake.request ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.request FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON intake.request USING (city_id = platform.city());

-- migrate:down
DROP TABLE intake.request;
DROP TABLE intake.access_log;
DROP TABLE intake.party;
DROP TABLE intake.city_key;
