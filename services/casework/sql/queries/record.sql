-- name: find_records
SELECT record_id, log_index, digest FROM casework.record WHERE city_id = $1 AND record_id = ANY ($2::uuid[]);

-- name: stream_sequence
-- The last event of a stream of records.
SELECT coalesce(max(sequence), 0) FROM casework.event WHERE city_id = $1 AND case_id = $2;

-- name: append_records
-- Last in the transaction, as append_events: from here to the commit the city's log is ours. Gives the size before.
WITH head AS (
  UPDATE casework.log_head SET size = size + cardinality($5::uuid[]) WHERE city_id = $1
  RETURNING size - cardinality($5::uuid[]) AS base
), n AS (
  SELECT * FROM unnest($5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                       $12::integer[], $13::text[], $14::bytea[], $15::bytea[], $16::bytea[], $17::text[])
    WITH ORDINALITY AS u (record_id, time, type, actor_class, actor_id, actor_name, process, release, payload, salt,
                            leaf_hash, digest, subject, place)
), written AS (
  INSERT INTO casework.event (city_id, log_index, case_id, sequence, time, record_time, type, actor_class, actor_id,
                              actor_name, process, release, payload, salt, leaf_hash)
  SELECT $1, head.base + n.place, $2::uuid, $3::bigint + n.place, n.time, $4::timestamptz, n.type, n.actor_class,
         n.actor_id, n.actor_name, n.process, n.release, n.payload, n.salt, n.leaf_hash
  FROM head, n
), noted AS (
  INSERT INTO casework.record (city_id, record_id, log_index, digest, subject)
  SELECT $1, n.record_id, head.base + n.place, n.digest, n.subject FROM head, n
)
SELECT base FROM head;

-- name: list_records
-- The log's records: of subjects that begin so, of some kinds or all, of a time from on and before.
SELECT r.log_index, r.subject, e.time, e.type, e.actor_name, e.actor_id, e.payload, e.actor_class, e.process, e.release, e.leaf_hash
FROM casework.record r JOIN casework.event e ON e.city_id = r.city_id AND e.log_index = r.log_index
WHERE r.city_id = $1 AND starts_with(r.subject, $2) AND r.log_index > $3::bigint
  AND (cardinality($5::text[]) = 0 OR e.type = ANY ($5::text[])) AND e.time >= $6::timestamptz AND e.time < $7::timestamptz
ORDER BY r.log_index LIMIT $4::bigint;
