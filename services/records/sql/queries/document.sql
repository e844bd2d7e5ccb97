-- name: insert_document
INSERT INTO records.document (city_id, document_id, request_id, request_hash, template, paper, large_print, case_id,
                              unit_id, user_id, create_time, hash_algorithm, hash, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (city_id, request_id) DO NOTHING;

-- name: document_of_request
SELECT document_id, request_hash, unit_id, hash, content
FROM records.document WHERE city_id = $1 AND request_id = $2;

-- name: document
SELECT document_id, request_hash, unit_id, hash, content
FROM records.document WHERE city_id = $1 AND document_id = $2;
