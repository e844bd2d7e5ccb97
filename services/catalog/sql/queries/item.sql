-- name: items
SELECT code, name, process, duty, to_json(applicants), legal_basis, statutory, promised, enabled, revision
FROM catalog.item WHERE city_id = $1 AND code > $2 ORDER BY code LIMIT $3;

-- name: item_for_update
SELECT revision FROM catalog.item WHERE city_id = $1 AND code = $2 FOR UPDATE;

-- name: put_item
INSERT INTO catalog.item (city_id, code, name, process, duty, applicants, legal_basis, statutory, promised, enabled,
                          revision, changed_by, change_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12)
ON CONFLICT (city_id, code) DO UPDATE SET
  name = excluded.name, process = excluded.process, duty = excluded.duty, applicants = excluded.applicants,
  legal_basis = excluded.legal_basis, statutory = excluded.statutory, promised = excluded.promised,
  enabled = excluded.enabled, revision = item.revision + 1, changed_by = excluded.changed_by,
  change_time = excluded.change_time
RETURNING revision;
