-- name: ledger_entries
-- The newest $4 entries of every ledger and key asked for, oldest first.
SELECT asked.place - 1, found.entry
FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS asked(ledger, key, place)
CROSS JOIN LATERAL (
  SELECT e.time, e.case_id, e.effect_no, e.row_no, e.entry FROM casework.ledger_entry e
  WHERE e.city_id = $1 AND e.ledger = asked.ledger AND e.key = asked.key
  ORDER BY e.time DESC, e.case_id DESC, e.effect_no DESC, e.row_no DESC LIMIT $4::bigint
) AS found
ORDER BY asked.place, found.time, found.case_id, found.effect_no, found.row_no;
