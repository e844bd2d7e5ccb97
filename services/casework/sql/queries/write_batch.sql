-- The executors' transaction: each statement writes its rows for every case of the batch. $1 is always the city.

-- name: insert_requests
INSERT INTO casework.request (city_id, request_id, digest, time, response)
SELECT $1, n.* FROM unnest($2::uuid[], $3::bytea[], $4::timestamptz[], $5::bytea[]) AS n;

-- name: insert_casefiles
INSERT INTO casework.casefile (city_id, case_id, revision, process, release, status, result, unit_id, area_code, title,
                               channel, receipt_no, party_id, parent_case_id, receive_time, event_time, finish_time,
                               due_time, due_unverified, units, state)
SELECT $1, n.case_id, n.revision, n.process, n.release, n.status, n.result, n.unit_id, n.area_code, n.title,
       n.channel, nullif(n.receipt_no, ''), n.party_id, n.parent_case_id, n.receive_time, n.event_time, n.finish_time,
       n.due_time, n.due_unverified, n.units::text[], n.state
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::timestamptz[], $16::timestamptz[],
            $17::timestamptz[], $18::timestamptz[], $19::boolean[], $20::text[], $21::text[])
  AS n(case_id, revision, process, release, status, result, unit_id, area_code, title, channel, receipt_no, party_id,
       parent_case_id, receive_time, event_time, finish_time, due_time, due_unverified, units, state);

-- name: update_casefiles
-- Every case must still be at the revision that was read.
WITH written AS (
  UPDATE casework.casefile c
  SET revision = n.revision, status = n.status, result = n.result, unit_id = n.unit_id, event_time = n.event_time,
      finish_time = n.finish_time, due_time = n.due_time, due_unverified = n.due_unverified, units = n.units::text[],
      state = n.state
  FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
              $9::timestamptz[], $10::timestamptz[], $11::boolean[], $12::text[], $13::text[])
    AS n(case_id, seen, revision, status, result, unit_id, event_time, finish_time, due_time, due_unverified, units,
         state)
  WHERE c.city_id = $1 AND c.case_id = n.case_id AND c.revision = n.seen
  RETURNING 1
)
SELECT casework.must((SELECT count(*) FROM written), cardinality($2::uuid[]));

-- name: move_casefiles
-- After update_casefiles, for the few cases that go to another release.
UPDATE casework.casefile c SET release = n.release
FROM unnest($2::uuid[], $3::integer[]) AS n(case_id, release)
WHERE c.city_id = $1 AND c.case_id = n.case_id;

-- name: put_case_forms
INSERT INTO casework.case_form (city_id, case_id, form, materials)
SELECT $1, n.* FROM unnest($2::uuid[], $3::text[], $4::text[]) AS n
ON CONFLICT (city_id, case_id) DO UPDATE SET form = excluded.form, materials = excluded.materials;

-- name: insert_case_units
INSERT INTO casework.case_unit (city_id, unit_id, case_id)
SELECT $1, n.* FROM unnest($2::text[], $3::uuid[]) AS n
ON CONFLICT DO NOTHING;

-- name: delete_tasks
DELETE FROM casework.task t USING unnest($2::uuid[], $3::bigint[]) AS n(case_id, task_no)
WHERE t.city_id = $1 AND t.case_id = n.case_id AND t.task_no = n.task_no;

-- name: put_tasks
INSERT INTO casework.task (city_id, case_id, task_no, step, title, desk, assignee, process, case_title, receipt_no,
                           open_time, due_time, warn_time, paused)
SELECT $1, n.* FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                           $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
                           $14::boolean[]) AS n
ON CONFLICT (city_id, case_id, task_no) DO UPDATE
SET step = excluded.step, title = excluded.title, desk = excluded.desk, assignee = excluded.assignee, due_time = excluded.due_time,
    warn_time = excluded.warn_time, paused = excluded.paused;

-- name: delete_timers
DELETE FROM casework.timer t USING unnest($2::uuid[], $3::bigint[]) AS n(case_id, timer_no)
WHERE t.city_id = $1 AND t.case_id = n.case_id AND t.timer_no = n.timer_no;

-- name: put_timers
INSERT INTO casework.timer (city_id, case_id, timer_no, due_time, lease_until)
SELECT $1, n.* FROM unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::timestamptz[]) AS n
ON CONFLICT (city_id, case_id, timer_no) DO UPDATE
SET due_time = excluded.due_time, lease_until = excluded.lease_until, attempt = 0;

-- name: insert_outbox
INSERT INTO casework.outbox (city_id, case_id, effect_no, kind, payload, state, next_time, event_time)
SELECT $1, n.* FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                           $8::timestamptz[]) AS n;

-- name: insert_ledger_entries
INSERT INTO casework.ledger_entry (city_id, ledger, key, time, case_id, effect_no, row_no, entry)
SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::uuid[], $6::bigint[], $7::bigint[],
                           $8::text[]) AS n;

-- name: append_events
-- Last in the transaction: from here to the commit the city's log is ours.
WITH head AS (
  UPDATE casework.log_head SET size = size + cardinality($2::uuid[]) WHERE city_id = $1
  RETURNING size - cardinality($2::uuid[]) AS base
), written AS (
  INSERT INTO casework.event (city_id, log_index, case_id, sequence, time, record_time, type, actor_class, actor_id,
                              actor_name, process, release, payload, salt, leaf_hash)
  SELECT $1, head.base + n.place, n.case_id, n.sequence, n.time, n.record_time, n.type, n.actor_class, n.actor_id,
         n.actor_name, n.process, n.release, n.payload, n.salt, n.leaf_hash
  FROM head, unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[],
                    $8::text[], $9::text[], $10::text[], $11::integer[], $12::text[], $13::bytea[], $14::bytea[])
    WITH ORDINALITY AS n(case_id, sequence, time, record_time, type, actor_class, actor_id, actor_name, process,
                         release, payload, salt, leaf_hash, place)
  RETURNING 1
)
SELECT casework.must((SELECT count(*) FROM written), cardinality($2::uuid[]));
