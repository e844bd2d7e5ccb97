-- name: city_keys
SELECT version, wrapped_key FROM intake.city_key WHERE city_id = $1 ORDER BY version;

-- name: insert_city_key
INSERT INTO intake.city_key (city_id, version, cipher, wrapped_key, create_time)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (city_id, version) DO NOTHING;

-- name: insert_party
INSERT INTO intake.party (city_id, party_id, revision, kind, document_type, name, document_no, phone, address,
                          document_hash, phone_hash, register_unit_id, create_time, update_time)
VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
ON CONFLICT (city_id, document_hash) WHERE document_hash IS NOT NULL DO NOTHING;

-- name: update_party
UPDATE intake.party
SET revision = revision + 1, kind = $4, document_type = $5, name = $6, document_no = $7, phone = $8, address = $9,
    document_hash = $10, phone_hash = $11, update_time = $12
WHERE city_id = $1 AND party_id = $2 AND revision = $3
RETURNING revision;

-- name: party
SELECT party_id, revision, kind, document_type, name, document_no, phone, address, register_unit_id
FROM intake.party WHERE city_id = $1 AND party_id = $2;

-- name: party_by_document
SELECT party_id, revision, kind, document_type, name, document_no, phone, address, register_unit_id
FROM intake.party WHERE city_id = $1 AND document_hash = $2;

-- name: parties_by_phone
SELECT party_id, revision, kind, document_type, name, document_no, phone, address, register_unit_id
FROM intake.party WHERE city_id = $1 AND phone_hash = $2
ORDER BY party_id LIMIT 20;

-- name: insert_access
INSERT INTO intake.access_log (city_id, access_id, access_time, action, user_id, unit_id, roles, session_id, party_id,
                               fields, reason, matter_id, result)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: party_known_to_units
SELECT 1 FROM intake.party WHERE city_id = $1 AND party_id = $2 AND register_unit_id = ANY($3)
UNION ALL
SELECT 1 FROM intake.matter m JOIN intake.matter_unit u ON u.city_id = m.city_id AND u.matter_id = m.matter_id
WHERE m.city_id = $1 AND m.party_id = $2 AND u.city_id = $1 AND u.unit_id = ANY($3)
LIMIT 1;
