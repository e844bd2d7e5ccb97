-- name: load_cases
SELECT c.case_id, c.revision, c.process, c.release, c.title, c.channel, c.receipt_no, c.party_id, c.parent_case_id,
       c.receive_time, c.event_time, c.due_unverified, array_to_json(c.units), c.state, f.form, f.materials
FROM casework.casefile c JOIN casework.case_form f ON f.city_id = c.city_id AND f.case_id = c.case_id
WHERE c.city_id = $1 AND c.case_id = ANY($2::uuid[]);

-- name: find_requests
SELECT request_id, digest, response FROM casework.request WHERE city_id = $1 AND request_id = ANY($2::uuid[]);

-- name: forget_requests
DELETE FROM casework.request WHERE city_id = $1 AND time < $2::timestamptz;

-- name: find_receipt
-- A receipt covers a case and its children: the case without parent is the one people mean.
SELECT case_id FROM casework.casefile WHERE city_id = $1 AND receipt_no = $2
ORDER BY (parent_case_id IS NOT NULL), case_id LIMIT 1;

-- name: add_city
INSERT INTO casework.city (city_id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: add_log_head
INSERT INTO casework.log_head (city_id, size) VALUES ($1, 0) ON CONFLICT DO NOTHING;

-- name: list_cities
SELECT city_id FROM casework.city ORDER BY city_id;

-- name: list_running_cases
SELECT case_id FROM casework.casefile
WHERE city_id = $1 AND case_id > $2::uuid AND status IN ('running', 'merged') AND ($3 = '' OR process = $3)
ORDER BY case_id LIMIT $4;

-- name: find_child
-- By the number the parent knows it by.
SELECT case_id FROM casework.casefile
WHERE city_id = $1 AND parent_case_id = $2 AND (state::json -> 'vars' -> 'parent' ->> 'no')::bigint = $3::bigint
ORDER BY case_id LIMIT 1;

-- name: list_children
SELECT case_id, process, release, title, status, result, revision, unit_id, area_code, receipt_no, party_id,
       parent_case_id, receive_time, finish_time, due_time, due_unverified, channel, array_to_json(units), event_time
FROM casework.casefile
WHERE city_id = $1 AND parent_case_id = $2 AND case_id > $3::uuid
ORDER BY case_id LIMIT $4;

-- name: list_cases_of_units
-- Newest first. Each unit gives its own top of the list; the merge keeps the page.
SELECT c.case_id, c.process, c.release, c.title, c.status, c.result, c.revision, c.unit_id, c.area_code, c.receipt_no,
       c.party_id, c.parent_case_id, c.receive_time, c.finish_time, c.due_time, c.due_unverified, c.channel, array_to_json(c.units), c.event_time
FROM (
  SELECT DISTINCT top.case_id
  FROM unnest($2::text[]) AS u(unit_id) CROSS JOIN LATERAL (
    SELECT cu.case_id FROM casework.case_unit cu
    JOIN casework.casefile cc ON cc.city_id = cu.city_id AND cc.case_id = cu.case_id
    WHERE cu.city_id = $1 AND cu.unit_id = u.unit_id AND cu.case_id < $3::uuid
      AND ($4 = '' OR cc.process = $4) AND ($5 = '' OR cc.status = $5)
    ORDER BY cu.case_id DESC LIMIT $6
  ) top
  ORDER BY top.case_id DESC LIMIT $6
) page JOIN casework.casefile c ON c.city_id = $1 AND c.case_id = page.case_id
ORDER BY c.case_id DESC;

-- name: list_cases_of_city
SELECT case_id, process, release, title, status, result, revision, unit_id, area_code, receipt_no, party_id,
       parent_case_id, receive_time, finish_time, due_time, due_unverified, channel, array_to_json(units), event_time
FROM casework.casefile
WHERE city_id = $1 AND case_id < $2::uuid AND ($3 = '' OR process = $3) AND ($4 = '' OR status = $4)
ORDER BY case_id DESC LIMIT $5;
