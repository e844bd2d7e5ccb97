# shellcheck shell=bash
# Operations on a running case, from the command line as people type them: what each says is in docs/operations.md.

operations() { LIANBAN_TOKEN=$TOKEN LIANBAN_URL=$(local_url) "$PROGRAM" case "$@" --json 2>&1; }
report_leak() { # NO
  local record
  record=$(jq -n --arg no "$1" '{source_no: $no, receive_time: "2026-03-03T10:20:00+08:00", clerk: "张三", name: "李四",
    phone: "13800000002", category: "市政设施", kind: "路灯故障", title: "路灯不亮", content: "解放南路路灯不亮。",
    street: "330602001", address: "绍兴市越城区塔山街道解放南路"} | tojson')
  token_of window.yuecheng
  call "$TOKEN" intake.v1.Intake/SubmitReport \
    "{\"channel\": \"window\", \"sourceNo\": \"$1\", \"payloadJson\": $record, \"receiveTime\": \"2026-03-03T02:20:00Z\"}" |
    jq -r .caseId
}
open_task() { call "$TOKEN" casework.v1.Casework/GetCase "{\"caseId\": \"$1\"}" | jq -r '.openTasks[0].taskNo // empty'; }
field() { call "$TOKEN" casework.v1.Casework/GetCase "{\"caseId\": \"$1\"}" | jq -r "$2"; }

lamp_a=$(report_leak "E2E-OPS-A-$(new_id)")
lamp_b=$(report_leak "E2E-OPS-B-$(new_id)")
token_of js.yuecheng
expect_like "claimed" 'revision' "$(operations claim "$lamp_a" --task "$(open_task "$lamp_a")")"
expect_like "released" 'revision' "$(operations release "$lamp_a" --task "$(open_task "$lamp_a")")"
expect_like "urged" 'revision' "$(operations urge "$lamp_a" --reason "请尽快")"
expect_like "supervised" 'revision' "$(operations supervise "$lamp_a" --level orange --period 2wd --reason "第二次来电")"
expect_like "the colour never falls" 'SUPERVISION_LEVEL|只升不降|only rise' "$(operations supervise "$lamp_a" --level blue --reason "减缓")"
expect_like "suspended" 'suspended' "$(operations suspend "$lamp_a" --reason "等待鉴定")"
expect "its light is blue" paused "$(field "$lamp_a" .light)"
expect_like "resumed" 'running' "$(operations resume "$lamp_a")"
expect_like "an administrator jumps, nobody else" 'JUMP_ROLE|workflow_admin' "$(operations jump "$lamp_a" --to handle --reason "试")"
expect_like "merged" 'merged' "$(operations merge "$lamp_b" --into "$lamp_a" --reason "同一盏路灯")"
for _ in $(seq 50); do
  [ "$(call "$TOKEN" casework.v1.Casework/ListEvents "{\"caseId\": \"$lamp_a\"}" | jq '[.events[] | select(.type == "take_in")] | length')" = 0 ] || break
  sleep 0.2
done
expect_like "unmerged" 'running' "$(operations unmerge "$lamp_b" --reason "另一盏")"
expect_like "terminated" 'terminated' "$(operations terminate "$lamp_b" --reason "重复来电")"
expect_like "due dates counted again by an administrator of workflows only" 'PERMISSION_DENIED|permission|权' "$(operations recompute)"
token_of workflow
expect_like "due dates counted again: nothing has moved" '"examined"' "$(operations recompute)"
