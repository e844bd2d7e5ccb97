-- name: current_release
SELECT r.number, r.hash FROM catalog.process p
JOIN catalog.release r ON r.city_id = p.city_id AND r.process = p.process AND r.number = p.number
WHERE p.city_id = $1 AND p.process = $2;

-- name: next_number
INSERT INTO catalog.process (city_id, process, number) VALUES ($1, $2, 1)
ON CONFLICT (city_id, process) DO UPDATE SET number = process.number + 1
RETURNING number;

-- name: insert_release
INSERT INTO catalog.release (city_id, process, number, hash_algorithm, hash, main, title, author_id, author, note,
                             scenarios_passed, publish_time)
VALUES ($1, $2, $3, 'SHA-256', $4, $5, $6, $7, $8, $9, $10, $11);

-- name: insert_release_files
INSERT INTO catalog.release_file (city_id, process, number, path, content)
SELECT $1, $2, $3, path, content FROM unnest($4::text[], $5::text[]) AS file (path, content);

-- name: release
SELECT number, hash, main, title, author, note, scenarios_passed, publish_time
FROM catalog.release WHERE city_id = $1 AND process = $2 AND number = $3;

-- name: release_files
SELECT path, content FROM catalog.release_file WHERE city_id = $1 AND process = $2 AND number = $3 ORDER BY path;

-- name: releases_of_process
SELECT process, number, hash, main, title, author, note, scenarios_passed, publish_time
FROM catalog.release WHERE city_id = $1 AND process = $2 AND number < $3 ORDER BY number DESC LIMIT $4;

-- name: releases_in_force
SELECT r.process, r.number, r.hash, r.main, r.title, r.author, r.note, r.scenarios_passed, r.publish_time
FROM catalog.process p
JOIN catalog.release r ON r.city_id = p.city_id AND r.process = p.process AND r.number = p.number
WHERE p.city_id = $1 AND p.process > $2 ORDER BY p.process LIMIT $3;
