# shellcheck shell=bash
# A change of mediation goes through the gate: written by one person, checked against real cases, approved by another,
# tried in one district, taken back.

gate() { call "$1" "catalog.v1.Catalog/$2" "$3"; }
token_of workflow
author=$TOKEN
token_of leader
approver=$TOKEN

expect "a street's legal aid is the street's own adaptation" 330602001 "$(gate "$author" GetRelease \
  '{"process": "legal_aid", "areaCode": "330602001"}' | jq -r .areaCode)"
before=$(gate "$author" GetRelease '{"process": "mediation"}')
number=$(jq -r .number <<<"$before")
put=$(jq -n --arg id "$(new_id)" \
  --argjson bundle "$(jq '.bundle.files["process.lua"] |= sub("title = \"人民调解\""; "title = \"人民调解（试行）\"") | .bundle' <<<"$before")" \
  '{requestId: $id, draft: {process: "mediation", note: "e2e", bundle: $bundle}}')
draft=$(gate "$author" PutDraft "$put" | jq -r .draftId)
publish() { gate "$author" PublishRelease "{\"requestId\": \"$(new_id)\", \"draftId\": \"$draft\", \"areaCodes\": [\"330603\"]}"; }
expect_like "an unchecked draft is not published" '"DRAFT_NOT_APPROVED"' "$(publish)"
checked=$(gate "$author" CheckDraft "{\"requestId\": \"$(new_id)\", \"draftId\": \"$draft\", \"version\": 1}")
expect "the draft passes its check" STATE_CHECKED "$(jq -r .state <<<"$checked")"
expect "it was proved" sound "$(jq -r .report.soundness <<<"$checked")"
expect "cases of the past were replayed" true "$(jq '(.report.whatIf.cases // 0 | tonumber) > 0' <<<"$checked")"
decide() { gate "$1" DecideDraft "$(jq -n --arg id "$(new_id)" --arg draft "$draft" --arg hash "$(jq -r .hash <<<"$checked")" \
  '{requestId: $id, draftId: $draft, version: 1, hash: $hash, approve: true}')"; }
expect_like "its author cannot approve it" 'permission_denied' "$(decide "$author")"
expect "a second person can" STATE_APPROVED "$(decide "$approver" | jq -r .state)"
expect "it becomes the next release" "人民调解（试行）" "$(publish | jq -r .title)"
expect "in the district where it is tried" "人民调解（试行）" "$(gate "$author" GetRelease \
  '{"process": "mediation", "areaCode": "330603"}' | jq -r .title)"
in_force() { gate "$author" GetRelease "{\"process\": \"mediation\", \"areaCode\": \"$1\"}" | jq -r .number; }
expect "elsewhere the base stays what it was" "$number" "$(in_force "")"
back=$(gate "$author" RollBackRelease "$(jq -n --arg id "$(new_id)" --argjson number "$number" \
  '{requestId: $id, process: "mediation", toNumber: $number, reason: "e2e"}')")
expect "taking it back is a release as well" "$number" "$(jq -r .rolledBackTo <<<"$back")"
expect "its record names both people" "侯伟军" "$(gate "$author" GetReleaseRecord \
  "{\"process\": \"mediation\", \"number\": $number}" | jq -r .release.approver)"
