-- migrate:up

-- 台账: what cases have entered, for the scripts that look it up by its key (reads = { ledger = "field" }). Written in the
-- transaction of the effect; never changed and never taken away. A key that is long is kept as its digest.
CREATE TABLE casework.ledger_entry (
  city_id text NOT NULL,
  ledger text NOT NULL,
  key text NOT NULL,
  time timestamptz NOT NULL,
  case_id uuid NOT NULL,
  effect_no bigint NOT NULL,
  row_no bigint NOT NULL,
  entry text COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (city_id, ledger, key, time, case_id, effect_no, row_no)
);
COMMENT ON COLUMN casework.ledger_entry.time IS 'when it was entered, by the clock of the case';
COMMENT ON COLUMN casework.ledger_entry.row_no IS 'counts the entries of one effect, from 1';
ALTER TABLE casework.ledger_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.ledger_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.ledger_entry USING (city_id = platform.city());

-- What is in the outbox already, for every city. Long keys (none was in use) stay behind.
ALTER TABLE casework.ledger_entry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE casework.outbox NO FORCE ROW LEVEL SECURITY;
WITH effect AS (
  SELECT city_id, case_id, effect_no, event_time, payload::jsonb AS payload FROM casework.outbox
  WHERE kind = 'ledger' AND payload LIKE '%"key":%' AND payload NOT LIKE '%\\u0000%'
), entry AS (
  SELECT e.city_id, e.case_id, e.effect_no, e.event_time, e.payload ->> 'name' AS ledger, r.body, r.row_no
  FROM effect e, jsonb_array_elements(CASE jsonb_typeof(e.payload -> 'rows') WHEN 'array' THEN e.payload -> 'rows' ELSE '[]' END)
    WITH ORDINALITY AS r(body, row_no)
  UNION ALL
  SELECT city_id, case_id, effect_no, event_time, payload ->> 'name', payload - '{rows,name,step,basis}'::text[], 1000000
  FROM effect
)
INSERT INTO casework.ledger_entry (city_id, ledger, key, time, case_id, effect_no, row_no, entry)
SELECT city_id, ledger, body ->> 'key', event_time, case_id, effect_no, row_no,
       (body || jsonb_build_object('day', to_char(event_time AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'),
                                   'entered', to_char(event_time AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS'),
                                   'case', case_id))::text
FROM entry WHERE ledger IS NOT NULL AND jsonb_typeof(body -> 'key') = 'string' AND octet_length(body ->> 'key') <= 500;
ALTER TABLE casework.ledger_entry FORCE ROW LEVEL SECURITY;
ALTER TABLE casework.outbox FORCE ROW LEVEL SECURITY;

DROP INDEX casework.outbox_ledger;

-- migrate:down
CREATE INDEX outbox_ledger ON casework.outbox (city_id, event_time)
  WHERE kind = 'ledger' AND payload LIKE '%"key":%';
DROP TABLE casework.ledger_entry;
