-- name: current_release
SELECT r.number, r.hash FROM catalog.process p
JOIN catalog.release r ON r.city_id = p.city_id AND r.process = p.process AND r.number = p.number
WHERE p.city_id = $1 AND p.process = $2;

-- name: lock_process
-- A process that has no release yet gets its row: two who publish the first one wait for each other as well.
INSERT INTO catalog.process (city_id, process, number) VALUES ($1, $2, 0)
ON CONFLICT (city_id, process) DO UPDATE SET number = process.number
RETURNING number;

-- name: last_decided
SELECT max(set_time) FROM catalog.release_scope WHERE city_id = $1 AND process = $2;

-- name: next_number
INSERT INTO catalog.process (city_id, process, number) VALUES ($1, $2, 1)
ON CONFLICT (city_id, process) DO UPDATE SET number = process.number + 1
RETURNING number;

-- name: insert_release
INSERT INTO catalog.release (city_id, process, number, hash_algorithm, hash, main, title, author_id, author, note,
                             scenarios_passed, publish_time, area_code, draft_id, approver_id, approver, rolled_back_to)
VALUES ($1, $2, $3, 'SHA-256', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: insert_release_files
INSERT INTO catalog.release_file (city_id, process, number, path, content)
SELECT $1, $2, $3, path, content FROM unnest($4::text[], $5::text[]) AS file (path, content);

-- name: insert_release_scopes
INSERT INTO catalog.release_scope (city_id, process, sequence, number, layer_area, scope_area, effective_time, set_by_id,
                                   set_by, reason, set_time)
SELECT $1, $2, last.sequence + scope.position, $3, $4, scope.area, $6, $7, $8, $9, $10
FROM (SELECT coalesce(max(sequence), 0) AS sequence FROM catalog.release_scope WHERE city_id = $1 AND process = $2) AS last,
     unnest($5::text[]) WITH ORDINALITY AS scope (area, position)
RETURNING sequence;

-- name: release_scopes
SELECT number, layer_area, scope_area, effective_time, sequence, set_by, reason
FROM catalog.release_scope WHERE city_id = $1 AND process = $2
UNION ALL
-- From before the gate.
SELECT number, '', '', publish_time, 0, author, note
FROM catalog.release WHERE city_id = $1 AND process = $2 AND draft_id IS NULL
ORDER BY 5, 1;

-- name: release
SELECT number, hash, main, title, author, note, scenarios_passed, publish_time, area_code, approver, draft_id, rolled_back_to
FROM catalog.release WHERE city_id = $1 AND process = $2 AND number = $3;

-- name: release_files
SELECT path, content FROM catalog.release_file WHERE city_id = $1 AND process = $2 AND number = $3 ORDER BY path;

-- name: releases_of_process
SELECT process, number, hash, main, title, author, note, scenarios_passed, publish_time, area_code, approver, draft_id,
       rolled_back_to
FROM catalog.release WHERE city_id = $1 AND process = $2 AND number < $3 ORDER BY number DESC LIMIT $4;

-- name: releases_in_force
SELECT DISTINCT ON (r.process) r.process, r.number, r.hash, r.main, r.title, r.author, r.note, r.scenarios_passed,
       r.publish_time, r.area_code, r.approver, r.draft_id, r.rolled_back_to
FROM catalog.release r
LEFT JOIN catalog.release_scope s ON s.city_id = r.city_id AND s.process = r.process AND s.number = r.number
                                 AND s.layer_area = '' AND s.scope_area = ''
WHERE r.city_id = $1 AND r.process > $2 AND r.area_code = ''
  AND (r.draft_id IS NULL OR s.effective_time <= $4)
ORDER BY r.process, coalesce(s.effective_time, r.publish_time) DESC, coalesce(s.sequence, 0) DESC, r.number DESC
LIMIT $3;

-- name: gate_parameters
SELECT key, value FROM catalog.parameter
WHERE city_id = $1 AND area_code = '' AND key IN ('gate.coverage', 'gate.replay_cases');
