-- name: list_tasks
-- What lies unclaimed on the desks $2, each desk's own top of the list, and what $3 has claimed (on desk $9 only, when
-- given), merged by due time. An empty $2 or $3 leaves that half out.
SELECT case_id, task_no, step, title, case_title, process, desk, assignee, open_time, due_time, warn_time, paused,
       receipt_no
FROM (
  SELECT t.* FROM unnest($2::text[]) AS d(desk) CROSS JOIN LATERAL (
    SELECT * FROM casework.task
    WHERE city_id = $1 AND desk = d.desk AND assignee = ''
      AND (due_time, case_id, task_no) > ($4::timestamptz, $5::uuid, $6::bigint)
      AND ($7 = '' OR process = $7)
    ORDER BY due_time, case_id, task_no LIMIT $8
  ) t
  UNION ALL
  (SELECT * FROM casework.task
   WHERE city_id = $1 AND assignee = $3 AND assignee <> ''
     AND (due_time, case_id, task_no) > ($4::timestamptz, $5::uuid, $6::bigint)
     AND ($7 = '' OR process = $7) AND ($9 = '' OR desk = $9)
   ORDER BY due_time, case_id, task_no LIMIT $8)
) line
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
