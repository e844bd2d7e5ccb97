-- What one writes by hand for the same work: the idempotency key, the case, the task that is closed, the task that is
-- opened, the event. Plain tables with the same keys, no row-level security, no audit tree.

-- name: schema
DROP SCHEMA IF EXISTS by_hand CASCADE;
CREATE SCHEMA by_hand;
CREATE TABLE by_hand.request (
  city_id text, request_id uuid, time timestamptz NOT NULL, response bytea NOT NULL, PRIMARY KEY (city_id, request_id));
CREATE TABLE by_hand.casefile (
  city_id text, case_id uuid, revision bigint NOT NULL, process text NOT NULL, status text NOT NULL,
  unit_id text NOT NULL, title text NOT NULL, due_time timestamptz, state text NOT NULL,
  PRIMARY KEY (city_id, case_id)) WITH (fillfactor = 60);
CREATE TABLE by_hand.task (
  city_id text, case_id uuid, task_no bigint, step text NOT NULL, title text NOT NULL, desk text NOT NULL,
  assignee text NOT NULL, case_title text NOT NULL, open_time timestamptz NOT NULL, due_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, case_id, task_no));
CREATE INDEX task_desk ON by_hand.task (city_id, desk, due_time, case_id, task_no);
CREATE TABLE by_hand.event (
  city_id text, log_index bigserial, case_id uuid NOT NULL, sequence bigint NOT NULL, time timestamptz NOT NULL,
  type text NOT NULL, actor_id text NOT NULL, payload text NOT NULL, PRIMARY KEY (city_id, log_index));
CREATE UNIQUE INDEX event_case ON by_hand.event (city_id, case_id, sequence);
CREATE TABLE by_hand.timer (
  city_id text, case_id uuid, timer_no bigint, due_time timestamptz NOT NULL, PRIMARY KEY (city_id, case_id, timer_no));
CREATE INDEX timer_due ON by_hand.timer (city_id, due_time);
CREATE FUNCTION by_hand.transition(p_request uuid, p_response bytea, p_case uuid, p_seen bigint, p_state text,
                                   p_payload text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO by_hand.request VALUES ('330600', p_request, now(), p_response);
  UPDATE by_hand.casefile SET revision = p_seen + 1, status = 'running', state = p_state
  WHERE city_id = '330600' AND case_id = p_case AND revision = p_seen;
  IF NOT FOUND THEN RAISE EXCEPTION 'stale'; END IF;
  DELETE FROM by_hand.task WHERE city_id = '330600' AND case_id = p_case AND task_no = p_seen;
  INSERT INTO by_hand.task VALUES ('330600', p_case, p_seen + 1, 'handle', '处理', 'bench-1/handler', '',
                                   '路灯不亮', now(), now() + interval '7 days');
  INSERT INTO by_hand.event (city_id, case_id, sequence, time, type, actor_id, payload)
  VALUES ('330600', p_case, p_seen + 1, now(), 'complete_task', 'u1', p_payload);
END $$;

-- name: put_case
INSERT INTO by_hand.casefile VALUES ('330600', $1::uuid, 1, 'bench_six', 'running', 'bench-1', '路灯不亮', now() + interval '7 days', $2);

-- name: put_first_task
INSERT INTO by_hand.task VALUES ('330600', $1::uuid, 1, 'accept', '受理', 'bench-1/handler', '', '路灯不亮', now(), now() + interval '7 days');

-- name: insert_request
INSERT INTO by_hand.request VALUES ('330600', $1::uuid, now(), $2::bytea);

-- name: update_case
UPDATE by_hand.casefile SET revision = $2::bigint + 1, status = 'running', state = $3
WHERE city_id = '330600' AND case_id = $1::uuid AND revision = $2::bigint;

-- name: close_task
DELETE FROM by_hand.task WHERE city_id = '330600' AND case_id = $1::uuid AND task_no = $2::bigint;

-- name: open_task
INSERT INTO by_hand.task VALUES ('330600', $1::uuid, $2::bigint + 1, 'handle', '处理', 'bench-1/handler', '', '路灯不亮', now(), now() + interval '7 days');

-- name: insert_event
INSERT INTO by_hand.event (city_id, case_id, sequence, time, type, actor_id, payload)
VALUES ('330600', $1::uuid, $2::bigint + 1, now(), 'complete_task', 'u1', $3);

-- name: call_transition
SELECT by_hand.transition($1::uuid, $2::bytea, $3::uuid, $4::bigint, $5, $6);

-- name: fill_timers
-- $1 running cases with $2 bytes of state, each with a timer that is due.
WITH filed AS (
  INSERT INTO by_hand.casefile
  SELECT '330600', gen_random_uuid(), 1, 'bench_wait', 'running', 'bench-1', '等待答复', now(), repeat('s', $2::int)
  FROM generate_series(1, $1::int) RETURNING case_id
)
INSERT INTO by_hand.timer SELECT '330600', case_id, 1, now() FROM filed;

-- name: take_timer
DELETE FROM by_hand.timer t USING (
  SELECT case_id, timer_no FROM by_hand.timer WHERE city_id = '330600' AND due_time <= now()
  ORDER BY due_time LIMIT 1 FOR UPDATE SKIP LOCKED
) due
WHERE t.city_id = '330600' AND t.case_id = due.case_id AND t.timer_no = due.timer_no RETURNING t.case_id;

-- name: end_case
UPDATE by_hand.casefile SET revision = 2, status = 'finished', state = $2
WHERE city_id = '330600' AND case_id = $1::uuid AND revision = 1;

-- name: read_inbox
SELECT case_id, task_no, step, title, case_title, process, desk, assignee, open_time, due_time, warn_time, paused,
       receipt_no
FROM casework.task WHERE city_id = '330600' AND desk = 'bench-1/handler' AND assignee = ''
ORDER BY due_time, case_id, task_no LIMIT 50;

-- name: row_sizes
SELECT (SELECT coalesce(avg(octet_length(response)), 300)::int FROM casework.request),
       (SELECT coalesce(avg(octet_length(state)), 1000)::int FROM casework.casefile),
       (SELECT coalesce(avg(octet_length(payload)), 600)::int FROM casework.event);

-- name: fill_inbox
-- $1 tasks over a hundred desks; every hundredth lies on the desk that is read.
INSERT INTO casework.task (city_id, case_id, task_no, step, title, desk, assignee, process, case_title, receipt_no,
                           open_time, due_time, warn_time)
SELECT '330600', (lpad(to_hex(n), 8, '0') || '-0000-4000-8000-000000000000')::uuid, 1, 'handle', '处理',
       'bench-' || (n % 100 + 1) || '/handler', '', 'bench_six', '路灯不亮，请尽快修复 ' || n, '', now(),
       now() + (n::bigint * 7919 % 1000000) * interval '1 second', now() + interval '3 days'
FROM generate_series($2::int + 1, $1::int) AS n;
