-- migrate:up

-- Rendered papers, kept byte by byte as they were handed out. Never changed: a correction is a new document.
CREATE TABLE records.document (
  city_id text NOT NULL,
  document_id uuid NOT NULL,
  request_id uuid NOT NULL,
  request_hash text NOT NULL,
  template text NOT NULL,
  paper text NOT NULL,
  large_print boolean NOT NULL,
  case_id text NOT NULL DEFAULT '',
  unit_id text NOT NULL,
  user_id text NOT NULL,
  create_time timestamptz NOT NULL,
  hash_algorithm text NOT NULL,
  hash text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (city_id, document_id)
);
COMMENT ON COLUMN records.document.unit_id IS 'the unit that issued it: its people may read it again';
COMMENT ON COLUMN records.document.request_hash IS 'SHA-256 of the request: the same request_id with other data is refused';
ALTER TABLE records.document ALTER COLUMN content SET STORAGE EXTERNAL;  -- PDF streams are compressed already
CREATE UNIQUE INDEX document_request ON records.document (city_id, request_id);
CREATE INDEX document_case ON records.document (city_id, case_id, create_time) WHERE case_id <> '';
ALTER TABLE records.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE records.document FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON records.document USING (city_id = platform.city());
REVOKE UPDATE, DELETE ON records.document FROM lianban_records;

-- migrate:down
DROP TABLE records.document;
