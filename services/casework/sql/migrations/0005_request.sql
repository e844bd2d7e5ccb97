-- migrate:up

-- What was answered to which request, for 72 hours: the same id gives the same answer. `digest` tells a repetition from
-- another command under the same id.
CREATE TABLE casework.request (
  city_id text NOT NULL,
  request_id uuid NOT NULL,
  digest bytea NOT NULL,
  time timestamptz NOT NULL,
  response bytea COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (city_id, request_id)
);
CREATE INDEX request_time ON casework.request USING brin (time) WITH (pages_per_range = 32);
ALTER TABLE casework.request ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.request FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.request USING (city_id = platform.city());

-- Aborts the transaction when a statement did not touch the rows it must: somebody else was faster. The whole batch is
-- then run again, one by one.
CREATE FUNCTION casework.must(actual bigint, expected bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF actual IS DISTINCT FROM expected THEN
    RAISE EXCEPTION 'row count % where % was needed', actual, expected USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN actual;
END $$;
GRANT EXECUTE ON FUNCTION casework.must(bigint, bigint) TO lianban_casework;

-- migrate:down
DROP FUNCTION casework.must(bigint, bigint);
DROP TABLE casework.request;
