#include "services/intake/party/party_record.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/validate/characters.h"
#include "services/workflow/validate/citizen_id.h"
#include "services/workflow/validate/mask.h"
#include "services/workflow/validate/person_name.h"
#include "services/workflow/validate/phone.h"
#include "services/workflow/validate/uscc.h"
#include "services/workflow/validate/violation.h"

namespace lianban::intake {
namespace {

constexpr size_t kTextCharactersMax = 200;
constexpr char kKinds[] = "person 个人, organisation 单位";
constexpr char kDocumentTypes[] = "citizen_id 居民身份证, uscc 统一社会信用代码, passport 护照, other 其他";
constexpr size_t kOtherDocumentMax = 40;

using Violations = std::vector<FieldViolation>;

size_t Characters(const std::string& text) { return workflow::CodePoints(text).size(); }

std::string UpperAscii(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

void CheckName(const v1::Party& party, PartyRecord& record, Violations& wrong) {
  record.name = workflow::Tidy(party.name());
  if (record.name.empty()) {
    wrong.push_back({"party.name", "FIELD_REQUIRED", {{"label", "姓名"}}});
  } else if (record.kind == "person") {
    absl::StatusOr<std::string> name = workflow::ParsePersonName(record.name);
    if (name.ok()) {
      record.name = *std::move(name);
    } else {
      wrong.push_back(workflow::ViolationOf("party.name", name.status()));
    }
  } else if (Characters(record.name) > kTextCharactersMax) {
    wrong.push_back({"party.name", "FIELD_TOO_LONG", {{"label", "名称"}, {"max", std::to_string(kTextCharactersMax)}}});
  }
}

void CheckDocument(const v1::Party& party, absl::CivilDay today, PartyRecord& record, Violations& wrong) {
  std::string number = UpperAscii(workflow::Tidy(party.document_no()));
  if (number.empty()) return;
  record.document_type = party.document_type();
  if (record.document_type.empty()) record.document_type = record.kind == "organisation" ? "uscc" : "citizen_id";
  record.document_no = number;
  absl::Status status;
  if (record.document_type == "citizen_id") {
    absl::StatusOr<workflow::CitizenId> id = workflow::ParseCitizenId(number, today);
    if (id.ok()) record.document_no = id->number;
    status = id.status();
  } else if (record.document_type == "uscc") {
    absl::StatusOr<workflow::Uscc> code = workflow::ParseUscc(number);
    if (code.ok()) record.document_no = code->code;
    status = code.status();
  } else if (record.document_type != "passport" && record.document_type != "other") {
    wrong.push_back({"party.document_type", "FIELD_OPTION", {{"label", "证件类型"}, {"allowed", kDocumentTypes}}});
  } else if (number.size() > kOtherDocumentMax) {
    wrong.push_back(
        {"party.document_no", "FIELD_TOO_LONG", {{"label", "证件号码"}, {"max", std::to_string(kOtherDocumentMax)}}});
  }
  if (!status.ok()) wrong.push_back(workflow::ViolationOf("party.document_no", status));
}

void CheckPhone(const v1::Party& party, PartyRecord& record, Violations& wrong) {
  record.phone = workflow::Tidy(party.phone());
  if (record.phone.empty()) return;
  absl::StatusOr<workflow::Phone> phone = workflow::ParsePhone(record.phone);
  if (phone.ok()) {
    record.phone = phone->number;
  } else {
    wrong.push_back(workflow::ViolationOf("party.phone", phone.status()));
  }
}

PartyRecord Check(const v1::Party& party, absl::CivilDay today, Violations& wrong) {
  PartyRecord record;
  record.party_id = party.party_id();
  record.kind = party.kind().empty() ? "person" : party.kind();
  if (record.kind != "person" && record.kind != "organisation") {
    wrong.push_back({"party.kind", "FIELD_OPTION", {{"label", "申请人类型"}, {"allowed", kKinds}}});
  }
  CheckName(party, record, wrong);
  CheckDocument(party, today, record, wrong);
  CheckPhone(party, record, wrong);
  record.address = workflow::Tidy(party.address());
  if (Characters(record.address) > kTextCharactersMax) {
    wrong.push_back(
        {"party.address", "FIELD_TOO_LONG", {{"label", "地址"}, {"max", std::to_string(kTextCharactersMax)}}});
  }
  if (record.phone.empty() && record.address.empty() && record.document_no.empty()) {
    wrong.push_back({"party.phone", "FIELD_REQUIRED", {{"label", "联系电话"}}});
  }
  return record;
}

std::string Cut(std::string text) {
  std::u32string points = workflow::CodePoints(text);
  return points.size() <= kTextCharactersMax ? text : workflow::Utf8(points.substr(0, kTextCharactersMax));
}

}  // namespace

absl::StatusOr<PartyRecord> NormaliseParty(const v1::Party& party, absl::CivilDay today) {
  Violations wrong;
  PartyRecord record = Check(party, today, wrong);
  if (!wrong.empty()) return Error("PARTY_INVALID", {{"count", std::to_string(wrong.size())}}, wrong);
  return record;
}

PartyRecord NormaliseReporter(const v1::Party& party, absl::CivilDay today) {
  Violations wrong;
  PartyRecord record = Check(party, today, wrong);
  if (record.kind != "organisation") record.kind = "person";
  for (const FieldViolation& violation : wrong) {
    if (violation.field == "party.document_no" || violation.field == "party.document_type")
      record.document_type = "other";
  }
  for (std::string* text : {&record.name, &record.document_no, &record.phone, &record.address}) *text = Cut(*text);
  return record;
}

v1::Party Masked(const PartyRecord& party) {
  v1::Party shown = Revealed(party, {});
  shown.set_masked(true);
  return shown;
}

v1::Party Revealed(const PartyRecord& party, const std::vector<std::string>& fields) {
  auto plain = [&](const char* field) { return std::find(fields.begin(), fields.end(), field) != fields.end(); };
  bool organisation = party.kind == "organisation";
  v1::Party shown;
  shown.set_party_id(party.party_id);
  shown.set_kind(party.kind);
  shown.set_document_type(party.document_type);
  shown.set_etag(EtagOf(party.revision));
  // Names and codes of organisations are public.
  shown.set_name(plain("name") || organisation ? party.name : workflow::MaskName(party.name));
  if (plain("document_no") || party.document_type == "uscc") {
    shown.set_document_no(party.document_no);
  } else {
    shown.set_document_no(party.document_type == "citizen_id" ? workflow::MaskCitizenId(party.document_no)
                                                              : workflow::MaskDocument(party.document_no));
  }
  shown.set_phone(plain("phone") ? party.phone : workflow::MaskPhone(party.phone));
  shown.set_address(plain("address") ? party.address : workflow::MaskAddress(party.address));
  return shown;
}

std::string EtagOf(int64_t revision) { return fmt::format("\"{}\"", revision); }

std::vector<std::string> LastFours(const PartyRecord& party) {
  std::vector<std::string> fours;
  for (const std::string& number : {party.document_no, party.phone}) {
    if (number.size() >= 4) fours.push_back(number.substr(number.size() - 4));
  }
  return fours;
}

}  // namespace lianban::intake
