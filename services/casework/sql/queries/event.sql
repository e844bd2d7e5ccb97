-- name: list_events_of_case
SELECT log_index, case_id, sequence, time, record_time, type, actor_class, actor_id, actor_name, process, release,
       payload, leaf_hash
FROM casework.event WHERE city_id = $1 AND case_id = $2 AND sequence > $3 ORDER BY sequence LIMIT $4;

-- name: list_events_after
SELECT log_index, case_id, sequence, time, record_time, type, actor_class, actor_id, actor_name, process, release,
       payload, leaf_hash
FROM casework.event WHERE city_id = $1 AND log_index > $2 ORDER BY log_index LIMIT $3;

-- name: log_size
SELECT size FROM casework.log_head WHERE city_id = $1;

-- name: leaf_hashes
-- Leaves [$2, $3) of the tree: leaf n is the event at log_index n + 1.
SELECT leaf_hash FROM casework.event
WHERE city_id = $1 AND log_index > $2::bigint AND log_index <= $3::bigint ORDER BY log_index;

-- name: subtrees
SELECT hash FROM casework.subtree
WHERE city_id = $1 AND level = $2 AND position >= $3 AND position < $4 ORDER BY position;

-- name: subtree_count
SELECT count(*) FROM casework.subtree WHERE city_id = $1 AND level = $2;

-- name: insert_subtrees
INSERT INTO casework.subtree (city_id, level, position, hash)
SELECT $1, n.* FROM unnest($2::smallint[], $3::bigint[], $4::bytea[]) AS n
ON CONFLICT DO NOTHING;

-- name: newest_checkpoint
SELECT tree_size, root_hash, time, algorithm, key_id, signature, note
FROM casework.checkpoint WHERE city_id = $1 ORDER BY tree_size DESC LIMIT 1;

-- name: get_checkpoint
SELECT tree_size, root_hash, time, algorithm, key_id, signature, note
FROM casework.checkpoint WHERE city_id = $1 AND tree_size = $2;

-- name: insert_checkpoint
INSERT INTO casework.checkpoint (city_id, tree_size, root_hash, time, algorithm, key_id, signature, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING;

-- name: checkpoints_after
SELECT note FROM casework.checkpoint WHERE city_id = $1 AND tree_size > $2 ORDER BY tree_size;

-- name: export_records
SELECT log_index, case_id, sequence, time, record_time, type, actor_class, actor_id, actor_name, process, release,
       payload, salt, leaf_hash
FROM casework.event WHERE city_id = $1 AND log_index > $2 ORDER BY log_index LIMIT $3;
