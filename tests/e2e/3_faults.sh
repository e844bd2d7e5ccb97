# shellcheck shell=bash
# What a client can do wrong, and a server killed in the middle.

token_of window.yuecheng
report_no=E2E-$(new_id)
payload=$(jq -n --arg no "$report_no" '{source_no: $no, receive_time: "2026-03-03T10:20:00+08:00", clerk: "张三", name: "李四",
  phone: "13800000002", category: "市政设施", kind: "路灯故障", title: "路灯不亮", content: "鲁迅中路路灯不亮。", street: "330602001",
  address: "绍兴市越城区塔山街道鲁迅中路"} | tojson')
submit() { call "$TOKEN" intake.v1.Intake/SubmitReport \
  "{\"channel\": \"window\", \"sourceNo\": \"$report_no\", \"payloadJson\": $payload, \"receiveTime\": \"2026-03-03T02:20:00Z\"}"; }
first=$(submit)
expect "a report is routed by kind and area" js-330602 "$(jq -r .unitId <<<"$first")"
expect "the same report again is the same matter" "$(jq -r .matterId <<<"$first")" "$(submit | jq -r .matterId)"
lamp=$(jq -r .caseId <<<"$first")

token_of js.yuecheng
expect_like "an outcome that the step does not have" 'OUTCOME_UNKNOWN' "$(call "$TOKEN" casework.v1.Casework/CompleteTask \
  "{\"requestId\": \"$(new_id)\", \"caseId\": \"$lamp\", \"taskNo\": \"$(call "$TOKEN" casework.v1.Casework/GetCase \
    "{\"caseId\": \"$lamp\"}" | jq -r '.openTasks[0].taskNo')\", \"outcome\": \"approve\"}")"
finish_task js.yuecheng "$lamp" sign accept
expect_like "a task is answered once" 'TASK_NOT_OPEN' "$(call "$TOKEN" casework.v1.Casework/CompleteTask \
  "{\"requestId\": \"$(new_id)\", \"caseId\": \"$lamp\", \"taskNo\": \"1\", \"outcome\": \"accept\"}")"
expect_like "broken JSON" 'invalid_argument' "$(call "$TOKEN" casework.v1.Casework/GetCase '{"caseId": ')"
expect_like "no session" 'unauthenticated' "$(call "" casework.v1.Casework/GetCase "{\"caseId\": \"$lamp\"}")"

kill -KILL "$(server_pid)"
sleep 0.3
rm -f "$DATA/run/lianban.pid"
server_start
token_of js.yuecheng
expect "after kill -9 the case is where it was" handle \
  "$(call "$TOKEN" casework.v1.Casework/GetCase "{\"caseId\": \"$lamp\"}" | jq -r '.openTasks[0].step')"
finish_task js.yuecheng "$lamp" handle 'done' '{"answer": "已更换灯具。"}'

if as_service "$RUNNING_PROGRAM" admin audit verify --city "$CITY" >"$WORK/audit.txt" 2>&1; then
  ok "the audit tree verifies"
else
  bad "the audit tree verifies" "$(tail -n 3 "$WORK/audit.txt")"
fi
