# shellcheck shell=bash
# JC-01: one visit on 2026-09-18 with three matters; each child on its own legal clock; the parent closes with the last.

token_of window.yuecheng
window=$TOKEN
visit=$(jq -n --arg id "$(new_id)" '{
  requestId: $id, areaCode: "330602", unitId: "zz-330602", title: "王二来访", receiveTime: "2026-09-18T01:12:00Z",
  party: {kind: "person", name: "王二", documentType: "citizen_id", documentNo: "330102199003070019", phone: "13800000001",
          address: "绍兴市越城区塔山街道鲁迅中路8号"},
  children: [
    {itemCode: "LA01", title: "工伤赔偿法律援助",
     formJson: ({matter: "injury", exemption: "migrant_worker", facts: "在工地从脚手架跌落受伤。"} | tojson),
     materialsJson: ({application: {state: "original"}, identity: {state: "copy"}, exemption_proof: {state: "copy"},
                      case_papers: {state: "copy"}} | tojson)},
    {itemCode: "TJ01", title: "与房东的押金纠纷", formJson: ({dispute: "lease", facts: "押金3000元不退。", other_party: "赵六"} | tojson)},
    {itemCode: "XF01", title: "村道损坏", formJson: ({class: "request", facts: "村道被压坏，多次反映未修复。"} | tojson)}]}')
matter=$(call "$window" intake.v1.Intake/RegisterVisit "$visit")
matter_id=$(jq -r '.matterId // empty' <<<"$matter")
receipt=$(jq -r '.receiptNo // empty' <<<"$matter")
expect "three children are opened" 3 "$(jq '.children | length' <<<"$matter")"
expect "registering again with the same id gives the same receipt" "$receipt" \
  "$(call "$window" intake.v1.Intake/RegisterVisit "$visit" | jq -r .receiptNo)"

due_of() { last_day "$(jq -r --arg item "$1" '.children[]? | select(.itemCode == $item) | .dueTime' <<<"$matter")"; }
expect "legal aid: 7 days, rolled over the Mid-Autumn rest" 2026-09-28 "$(due_of LA01)"
expect "mediation: 30 days, rolled over a Sunday" 2026-10-19 "$(due_of TJ01)"
expect "petition: accepted or not within 15 days, rolled over National Day" 2026-10-08 "$(due_of XF01)"
child() { jq -r --arg item "$1" '.children[]? | select(.itemCode == $item) | .caseId' <<<"$matter"; }
aid=$(child LA01)
mediation=$(child TJ01)
petition=$(child XF01)
parent=$(jq -r .caseId <<<"$matter")

call "$window" intake.v1.Intake/PrintReceipt "{\"matterId\": \"$matter_id\", \"paper\": \"A4\"}" |
  jq -r .pdf | base64 -d >"$WORK/receipt.pdf"
paper=$(pdftotext -layout "$WORK/receipt.pdf" - 2>/dev/null || true)
expect_like "the receipt carries its number" "$receipt" "$(tr -d ' -' <<<"$paper")"
for title in 工伤赔偿法律援助 与房东的押金纠纷 村道损坏; do expect_like "the receipt names $title" "$title" "$paper"; done
expect_like "names are masked for whoever only looks" '王\*|\*二' "$(call "$window" intake.v1.Intake/GetParty \
  "{\"partyId\": \"$(jq -r .partyId <<<"$matter")\"}")"

progress() { call "" intake.v1.Intake/GetPublicProgress "{\"receiptNo\": \"$receipt\", \"lastFour\": \"$1\"}"; }
expect "the citizen sees three matters with the last four of the ID" 3 "$(progress 0019 | jq '.children | length')"
expect_like "wrong last four: nothing to see" '"code"' "$(progress 9999)"

token_of window.keqiao
expect_like "a window of another district does not see the case" 'not_found' \
  "$(call "$TOKEN" casework.v1.Casework/GetCase "{\"caseId\": \"$aid\"}")"

# JC-02: who handles a matter reads the shared identity for a reason, under the number of that matter.
token_of legalaid.yuecheng
expect_like "whoever handles it sees the plain name for a reason" '王二' "$(call "$TOKEN" intake.v1.Intake/RevealParty \
  "$(jq -nc --arg party "$(jq -r .partyId <<<"$matter")" --arg matter "$(jq -r '.children[] | select(.itemCode == "LA01") | .matterId' <<<"$matter")" \
    '{partyId: $party, fields: ["name"], reason: "核对身份", matterId: $matter}')")"

finish_task legalaid.yuecheng "$aid" accept complete
finish_task reviewer.yuecheng "$aid" examine grant
# Yuecheng has adapted legal aid: the head of the bureau looks at every grant.
finish_task sf.yuecheng "$aid" leader_review confirm
finish_task legalaid.yuecheng "$aid" assign assigned '{"lawyer": "陈律师", "lawyer_years": 6}'
finish_task lawyer.yuecheng "$aid" agreement signed
finish_task lawyer.yuecheng "$aid" handling closed
finish_task lawyer.yuecheng "$aid" hand_in handed_in
finish_task legalaid.yuecheng "$aid" pay paid

# The decision and the assignment have become papers, for whoever sees the case.
papers_of() { call "$1" records.v1.Records/ListNotices "{\"caseId\": \"$aid\"}" | jq -c '[.notices[]?.template]'; }
token_of legalaid.yuecheng
papers=
for _ in $(seq 100); do
  papers=$(papers_of "$TOKEN")
  [[ $papers == *assignment_notice* ]] && break
  sleep 0.1
done
expect_like "the grant and the assignment are papers" 'grant_letter.*assignment_notice' "$papers"
assignment=$(call "$TOKEN" records.v1.Records/ListNotices "{\"caseId\": \"$aid\"}" |
  jq -r '.notices[] | select(.template == "assignment_notice") | .effectNo')
expect "the paper is a PDF" "%PDF-" "$(call "$TOKEN" records.v1.Records/GetNotice "{\"caseId\": \"$aid\", \"effectNo\": \"$assignment\"}" |
  jq -r .pdf | base64 -d | head -c 5)"
expect "and can be printed again in large print" "%PDF-" "$(call "$TOKEN" records.v1.Records/RenderNotice "$(jq -n --arg id "$(new_id)" \
  --arg case "$aid" --arg no "$assignment" '{requestId: $id, caseId: $case, effectNo: $no, paper: "A5", largePrint: true}')" |
  jq -r .pdf | base64 -d | head -c 5)"
token_of mediator.keqiao
expect "somebody of another district finds none of them" not_found \
  "$(call "$TOKEN" records.v1.Records/ListNotices "{\"caseId\": \"$aid\"}" | jq -r .code)"

# A field that the script declares sensitive: masked, until whoever handles the case says why, and the log says who asked.
token_of mediator.yuecheng
expect "the other party is masked" '***' "$(call "$TOKEN" casework.v1.Casework/GetCase "{\"caseId\": \"$mediation\"}" | jq -r '.formJson | fromjson | .other_party')"
reveal() { LIANBAN_TOKEN=$TOKEN LIANBAN_URL=$(local_url) "$PROGRAM" case reveal "$mediation" other_party --reason "$1" 2>&1; }
expect_like "shown for a reason" '赵六' "$(reveal "电话征求调解意愿")"
expect_like "not without one" 'REVEAL_REASON_REQUIRED' "$(reveal "看看")"
finish_task mediator.yuecheng "$mediation" register accept
finish_task mediator.yuecheng "$mediation" consent agreed
finish_task mediator.yuecheng "$mediation" mediate oral '{"agreement": "房东当日退还押金。"}'

token_of window.yuecheng
expect "the parent waits for the last child" running \
  "$(call "$window" casework.v1.Casework/GetCase "{\"caseId\": \"$parent\"}" | jq -r .status)"
finish_task petition.yuecheng "$petition" register forward
finish_task petition.yuecheng "$petition" accept accept
finish_task petition.yuecheng "$petition" handle support '{"opinion": "列入养护计划。"}'

status=
for _ in $(seq 100); do
  status=$(call "$window" casework.v1.Casework/GetCase "{\"caseId\": \"$parent\"}" | jq -r .status)
  [ "$status" = finished ] && break
  sleep 0.1
done
expect "the parent closes when all children are closed" finished "$status"

# LA-04: the same person files again; nothing is asked twice.
again=$(call "$window" intake.v1.Intake/RegisterVisit "$(jq -n --arg id "$(new_id)" --arg earlier "$receipt" '{requestId: $id, areaCode: "330602",
  unitId: "zz-330602", children: [{itemCode: "LA01", earlier: $earlier}]}')")
expect "filed again for the same person" "$(jq -r .partyId <<<"$matter")" "$(jq -r .partyId <<<"$again")"
token_of legalaid.yuecheng
expect "with what was filled in then" injury "$(call "$TOKEN" casework.v1.Casework/GetCase "{\"caseId\": \"$(jq -r .caseId <<<"$again")\"}" |
  jq -r '.formJson | fromjson | .matter')"
