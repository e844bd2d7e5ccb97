-- name: draft
SELECT draft_id, process, area_code, version, state, note, main, hash, above_number, report, approver, decision_reason,
       decide_time, release_number, change_time, approver_id
FROM catalog.draft WHERE city_id = $1 AND draft_id = $2;

-- name: lock_draft
SELECT draft_id, process, area_code, version, state, note, main, hash, above_number, report, approver, decision_reason,
       decide_time, release_number, change_time, approver_id
FROM catalog.draft WHERE city_id = $1 AND draft_id = $2 FOR UPDATE;

-- name: draft_editors
SELECT editor_id, editor FROM catalog.draft_version WHERE city_id = $1 AND draft_id = $2 ORDER BY version;

-- name: draft_files
SELECT path, content FROM catalog.draft_file WHERE city_id = $1 AND draft_id = $2 AND version = $3 ORDER BY path;

-- name: drafts
SELECT draft_id, process, area_code, version, state, note, main, hash, above_number, ''::bytea, approver, decision_reason,
       decide_time, release_number, change_time, approver_id
FROM catalog.draft
WHERE city_id = $1 AND ($2 = '' OR process = $2) AND ($3::integer = 0 OR state = $3::integer)
  AND ($4 = '' OR (change_time, draft_id) < (nullif($4, '')::timestamptz, nullif($5, '')::uuid))
ORDER BY change_time DESC, draft_id DESC LIMIT $6;

-- name: put_draft
INSERT INTO catalog.draft (city_id, draft_id, process, area_code, version, state, note, main, hash, above_number, report,
                           approver_id, approver, decision_reason, decide_time, release_number, change_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, '', '', '', '', NULL, 0, $9)
ON CONFLICT (city_id, draft_id) DO UPDATE
SET version = excluded.version, state = excluded.state, note = excluded.note, main = excluded.main, hash = '',
    above_number = 0, report = '', approver_id = '', approver = '', decision_reason = '', decide_time = NULL,
    change_time = excluded.change_time;

-- name: insert_draft_version
INSERT INTO catalog.draft_version (city_id, draft_id, version, editor_id, editor, note, change_time)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: insert_draft_files
INSERT INTO catalog.draft_file (city_id, draft_id, version, path, content)
SELECT $1, $2, $3, path, content FROM unnest($4::text[], $5::text[]) AS file (path, content);

-- name: update_draft
UPDATE catalog.draft
SET state = $3, hash = $4, above_number = $5, report = $6, approver_id = $7, approver = $8, decision_reason = $9,
    decide_time = $10, release_number = $11, change_time = $12
WHERE city_id = $1 AND draft_id = $2;
