-- migrate:up

-- Ledger entries that scripts look up again by their key (reads = { ledger = "field" }).
CREATE INDEX outbox_ledger ON casework.outbox (city_id, event_time)
  WHERE kind = 'ledger' AND payload LIKE '%"key":%';

-- migrate:down
DROP INDEX casework.outbox_ledger;
