-- name: ledger_mark
SELECT count(*) FROM casework.outbox WHERE city_id = $1 AND kind = 'ledger' AND payload LIKE '%"key":%';

-- name: ledger_entries
SELECT payload, event_time, case_id FROM casework.outbox
WHERE city_id = $1 AND kind = 'ledger' AND payload LIKE '%"key":%' ORDER BY event_time, case_id, effect_no;
