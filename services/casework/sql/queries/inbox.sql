-- name: list_desk_tasks
-- Unclaimed tasks of each desk, each desk's own top of the list, merged by due time.
SELECT t.* FROM unnest($2::text[]) AS d(desk) CROSS JOIN LATERAL (
  SELECT case_id, task_no, step, title, case_title, process, desk, assignee, open_time, due_time, warn_time, paused,
         receipt_no
  FROM casework.task
  WHERE city_id = $1 AND desk = d.desk AND assignee = ''
    AND (due_time, case_id, task_no) > ($3::timestamptz, $4::uuid, $5::bigint)
    AND ($6 = '' OR process = $6)
  ORDER BY due_time, case_id, task_no LIMIT $7
) t
ORDER BY t.due_time, t.case_id, t.task_no LIMIT $7;

-- name: list_own_tasks
SELECT case_id, task_no, step, title, case_title, process, desk, assignee, open_time, due_time, warn_time, paused,
       receipt_no
FROM casework.task
WHERE city_id = $1 AND assignee = $2 AND assignee <> ''
  AND (due_time, case_id, task_no) > ($3::timestamptz, $4::uuid, $5::bigint)
  AND ($6 = '' OR process = $6) AND ($7 = '' OR desk = $7)
ORDER BY due_time, case_id, task_no LIMIT $8;

-- name: count_desk_tasks
-- Exact up to $4, then $4: a number nobody reads is not worth counting.
SELECT d.desk, c.open, c.due_soon, c.overdue
FROM unnest($2::text[]) AS d(desk) CROSS JOIN LATERAL (
  SELECT count(*) AS open,
         count(*) FILTER (WHERE warn_time <= $3::timestamptz AND due_time > $3::timestamptz) AS due_soon,
         count(*) FILTER (WHERE due_time <= $3::timestamptz) AS overdue
  FROM (
    SELECT due_time, warn_time FROM casework.task WHERE city_id = $1 AND desk = d.desk AND assignee = ''
    ORDER BY due_time, case_id, task_no LIMIT $4
  ) line
) c;

-- name: count_own_tasks
SELECT count(*) FROM (
  SELECT 1 FROM casework.task WHERE city_id = $1 AND assignee = $2 AND assignee <> '' LIMIT $3
) line;
