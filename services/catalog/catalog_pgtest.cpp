#include "gmock/gmock.h"
#include "services/catalog/catalog_test_city.h"
#include "services/lib/postgres/rls_check.h"
#include "services/workflow/time/calendar.h"

namespace lianban::catalog {
namespace {

using testing::IsEmpty;
using Stub = v1::Catalog::Stub;

v1::PutItemRequest LegalAid() {
  v1::PutItemRequest request;
  request.set_request_id(crypto::NewUuid());
  v1::Item& item = *request.mutable_item();
  item.set_code("LA01");
  item.set_name("法律援助申请");
  item.set_process("legal_aid");
  item.set_duty("legal_aid.examine");
  item.add_applicants("person");
  item.set_statutory("7d");
  return request;
}

v1::ImportCalendarRequest Notice(int year) {
  v1::ImportCalendarRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_year(year);
  request.set_source("国办发明电");
  for (const auto& [day, entry] : workflow::ShippedCalendar().days()) {
    if (day.year() != year) continue;
    v1::CalendarDay& out = *request.add_days();
    out.set_date(absl::FormatCivilTime(day));
    out.set_name(entry.name);
    out.set_is_off_day(entry.is_off);
  }
  return request;
}

v1::SetParametersRequest Parameters(std::initializer_list<std::array<const char*, 3>> rows) {
  v1::SetParametersRequest request;
  request.set_request_id(crypto::NewUuid());
  for (const auto& [key, area, value] : rows) {
    v1::Parameter& parameter = *request.add_parameters();
    parameter.set_key(key);
    parameter.set_area_code(area);
    parameter.set_value_json(value);
  }
  return request;
}

v1::ComputeDeadlineRequest Deadline(absl::CivilDay start, const char* period) {
  v1::ComputeDeadlineRequest request;
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(absl::FromCivil(start, absl::FixedTimeZone(8 * 3600))));
  request.set_period(period);
  return request;
}

TEST_F(CatalogOverGrpc, ItemsAreListedInPagesByCode) {
  for (const char* code : {"SR02", "LA01", "SR01"}) {
    auto request = LegalAid();
    request.mutable_item()->set_code(code);
    ASSERT_TRUE(Call(&Stub::PutItem, Admin(), request).ok());
  }
  v1::ListItemsRequest request;
  request.set_page_size(2);
  const auto first = Call(&Stub::ListItems, Clerk(), request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->items_size(), 2);
  EXPECT_EQ(first->items(0).code(), "LA01");
  EXPECT_EQ(first->items(0).applicants(0), "person");
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListItems, Clerk(), request);
  ASSERT_EQ(second->items_size(), 1);
  EXPECT_EQ(second->items(0).code(), "SR02");
  EXPECT_THAT(second->next_page_token(), IsEmpty());
  request.set_page_token("!");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListItems, Clerk(), request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(CatalogOverGrpc, EtagKeepsTwoEditorsApart) {
  auto request = LegalAid();
  const auto made = Call(&Stub::PutItem, Admin(), request);
  ASSERT_TRUE(made.ok()) << made.status();
  request.set_request_id(crypto::NewUuid());
  request.mutable_item()->set_etag(made->etag());
  const auto changed = Call(&Stub::PutItem, Admin(), request);
  ASSERT_TRUE(changed.ok());
  EXPECT_NE(changed->etag(), made->etag());
  request.set_request_id(crypto::NewUuid());
  EXPECT_EQ(ReasonOf(Call(&Stub::PutItem, Admin(), request).status()), "ITEM_CHANGED");
}

TEST_F(CatalogOverGrpc, ItemIsEnabledOnlyWithAPublishedProcess) {
  auto request = LegalAid();
  request.mutable_item()->set_enabled(true);
  EXPECT_EQ(ReasonOf(Call(&Stub::PutItem, Admin(), request).status()), "PROCESS_NOT_PUBLISHED");
}

TEST_F(CatalogOverGrpc, EveryWrongFieldOfAnItemIsNamed) {
  auto request = LegalAid();
  request.mutable_item()->set_code("la-1");
  request.mutable_item()->set_statutory("7 days");
  request.mutable_item()->add_applicants("dog");
  const auto detail = DetailOf(Call(&Stub::PutItem, Admin(), request).status());
  ASSERT_TRUE(detail);
  std::map<std::string, std::string> reasons;
  for (const auto& violation : detail->violations) reasons[violation.field] = violation.reason;
  EXPECT_EQ(reasons, (std::map<std::string, std::string>{{"item.code", "ITEM_CODE_INVALID"},
                                                         {"item.statutory", "PERIOD_INVALID"},
                                                         {"item.applicants", "APPLICANT_KIND_INVALID"}}));
}

TEST_F(CatalogOverGrpc, OnlyTheWorkflowAdministratorWrites) {
  EXPECT_EQ(ReasonOf(Call(&Stub::PutItem, Clerk(), LegalAid()).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&Stub::ImportCalendar, Clerk(), Notice(2026)).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&Stub::SetParameters, Clerk(), Parameters({{"a", "", "1"}})).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&Stub::SetDuties, Clerk(), WithId<v1::SetDutiesRequest>()).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&Stub::PutTable, Clerk(), WithId<v1::PutTableRequest>()).status()), "PERMISSION_DENIED");
}

TEST_F(CatalogOverGrpc, SameRequestIdGivesTheSameAnswerOnce) {
  const auto request = LegalAid();
  const auto first = Call(&Stub::PutItem, Admin(), request), second = Call(&Stub::PutItem, Admin(), request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->etag(), second->etag());
  auto other = request;
  other.mutable_item()->set_name("别的");
  EXPECT_EQ(ReasonOf(Call(&Stub::PutItem, Admin(), other).status()), "REQUEST_ID_REUSED");
  other.clear_request_id();
  EXPECT_EQ(ReasonOf(Call(&Stub::PutItem, Admin(), other).status()), "REQUEST_ID_REQUIRED");
}

TEST_F(CatalogOverGrpc, EnvironmentChangesItsEtagExactlyWhenItChanges) {
  const auto read = [&](const std::string& etag) {
    v1::GetEnvironmentRequest request;
    request.set_etag(etag);
    return Call(&Stub::GetEnvironment, Clerk(), request).value();
  };
  const std::string empty = read("").etag();
  ASSERT_TRUE(Call(&Stub::ImportCalendar, Admin(), Notice(2026)).ok());
  const auto after = read(empty);
  EXPECT_FALSE(after.unchanged());
  EXPECT_EQ(after.days_size(), 39);
  EXPECT_EQ(after.loaded_years(0), 2026);
  EXPECT_TRUE(read(after.etag()).unchanged());
  EXPECT_EQ(read(after.etag()).days_size(), 0);

  ASSERT_TRUE(Call(&Stub::ImportCalendar, Admin(), Notice(2026)).ok());  // the same notice again
  EXPECT_TRUE(read(after.etag()).unchanged());
  EXPECT_EQ(Call(&Stub::SetParameters, Admin(), Parameters({{"la.review", "", " 7 "}}))->changed(), 1);
  const auto with_parameter = read(after.etag());
  EXPECT_FALSE(with_parameter.unchanged());
  EXPECT_EQ(Call(&Stub::SetParameters, Admin(), Parameters({{"la.review", "", "7"}}))->changed(), 0);
  EXPECT_TRUE(read(with_parameter.etag()).unchanged());
}

TEST_F(CatalogOverGrpc, NoticeReplacesWhatItSaidBefore) {
  ASSERT_TRUE(Call(&Stub::ImportCalendar, Admin(), Notice(2026)).ok());
  auto shorter = Notice(2026);
  shorter.mutable_days()->DeleteSubrange(0, 3);
  ASSERT_TRUE(Call(&Stub::ImportCalendar, Admin(), shorter).ok());
  EXPECT_EQ(Call(&Stub::GetEnvironment, Clerk(), v1::GetEnvironmentRequest())->days_size(), 36);
}

TEST_F(CatalogOverGrpc, NoticeSpeaksOfItsOwnYear) {
  auto request = Notice(2026);
  request.set_year(2025);
  EXPECT_EQ(ReasonOf(Call(&Stub::ImportCalendar, Admin(), request).status()), "CALENDAR_INVALID");
  auto twice = Notice(2026);
  *twice.add_days() = twice.days(0);
  EXPECT_EQ(ReasonOf(Call(&Stub::ImportCalendar, Admin(), twice).status()), "CALENDAR_INVALID");
  // A day of December that the notice of the year before named already.
  ASSERT_TRUE(Call(&Stub::ImportCalendar, Admin(), Notice(2026)).ok());
  auto next = WithId<v1::ImportCalendarRequest>();
  next.set_year(2027);
  next.add_days()->set_date("2026-12-31");
  ASSERT_TRUE(Call(&Stub::ImportCalendar, Admin(), next).ok());
  auto clash = Notice(2026);
  clash.add_days()->set_date("2026-12-31");
  EXPECT_EQ(ReasonOf(Call(&Stub::ImportCalendar, Admin(), clash).status()), "CALENDAR_INVALID");
}

TEST_F(CatalogOverGrpc, ParametersAndDutiesAreStoredByTheAreaTheyAreLookedUpBy) {
  ASSERT_TRUE(Call(&Stub::SetParameters, Admin(), Parameters({{"a.b", "330600", "[1,2]"}, {"a.c", "", "true"}})).ok());
  auto duties = WithId<v1::SetDutiesRequest>();
  v1::Duty& duty = *duties.add_duties();
  duty.set_duty("legal_aid.examine");
  duty.set_area_code("330602");
  duty.set_unit_id("sf-330602");
  EXPECT_EQ(Call(&Stub::SetDuties, Admin(), duties)->changed(), 1);
  auto environment = Call(&Stub::GetEnvironment, Clerk(), v1::GetEnvironmentRequest()).value();
  EXPECT_EQ(environment.parameters(0).area_code(), "3306");
  EXPECT_EQ(environment.parameters(0).value_json(), "[1,2]");
  EXPECT_EQ(environment.duties(0).unit_id(), "sf-330602");

  // Empty takes away.
  EXPECT_EQ(Call(&Stub::SetParameters, Admin(), Parameters({{"a.b", "3306", ""}}))->changed(), 1);
  duties.set_request_id(crypto::NewUuid());
  duties.mutable_duties(0)->clear_unit_id();
  EXPECT_EQ(Call(&Stub::SetDuties, Admin(), duties)->changed(), 1);
  environment = Call(&Stub::GetEnvironment, Clerk(), v1::GetEnvironmentRequest()).value();
  EXPECT_EQ(environment.parameters_size(), 1);
  EXPECT_EQ(environment.duties_size(), 0);
}

TEST_F(CatalogOverGrpc, WrongParametersAreNamedByTheirPlaceAndNothingIsStored) {
  const auto status = Call(&Stub::SetParameters, Admin(),
                           Parameters({{"ok", "", "1"}, {"Bad Key", "", "1"}, {"b", "99", "1"}, {"c", "", "{"}, {"ok", "", "2"}}))
                          .status();
  const auto detail = DetailOf(status);
  ASSERT_TRUE(detail);
  std::vector<std::string> found;
  for (const auto& violation : detail->violations) found.push_back(violation.field + " " + violation.reason);
  EXPECT_THAT(found, testing::ElementsAre("parameters[1] PARAMETER_KEY_INVALID", "parameters[2] AREA_CODE_INVALID",
                                          "parameters[3] PARAMETER_VALUE_INVALID", "parameters[4] ROW_TWICE"));
  EXPECT_EQ(Call(&Stub::GetEnvironment, Clerk(), v1::GetEnvironmentRequest())->parameters_size(), 0);
}

constexpr char kRouting[] = "F,kind,item,basis\nkind,in,out,note\ntype,text,text,text\n"
                            "g1,路灯故障,SR03,区住建\nz,-,SR15,未能识别\n";

v1::PutTableRequest Routing(std::string_view csv) {
  v1::PutTableRequest request;
  request.set_request_id(crypto::NewUuid());
  request.mutable_table()->set_name("routing");
  request.mutable_table()->set_csv(std::string(csv));
  return request;
}

v1::DecideTableRequest Kind(const char* kind) {
  v1::DecideTableRequest request;
  request.set_name("routing");
  request.set_inputs_json(std::string(R"({"kind":")") + kind + "\"}");
  return request;
}

TEST_F(CatalogOverGrpc, TableDecidesAndSaysWhichRowAndVersion) {
  EXPECT_EQ(ReasonOf(Call(&Stub::DecideTable, Clerk(), Kind("路灯故障")).status()), "NOT_FOUND");
  EXPECT_EQ(Call(&Stub::PutTable, Admin(), Routing(kRouting))->version(), 1);
  EXPECT_EQ(Call(&Stub::PutTable, Admin(), Routing(kRouting))->version(), 1);  // the same text stays what it was
  const auto first = Call(&Stub::DecideTable, Clerk(), Kind("路灯故障"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->outputs_json(), R"({"item":"SR03"})");
  EXPECT_EQ(first->fired(0), "g1");
  EXPECT_EQ(first->notes().at("basis"), "区住建");

  std::string changed = kRouting;
  changed.replace(changed.find("SR03"), 4, "SR99");
  EXPECT_EQ(Call(&Stub::PutTable, Admin(), Routing(changed))->version(), 2);
  const auto second = Call(&Stub::DecideTable, Clerk(), Kind("路灯故障"));
  EXPECT_EQ(second->outputs_json(), R"({"item":"SR99"})");
  EXPECT_EQ(second->version(), 2);
}

TEST_F(CatalogOverGrpc, FaultyTableIsRefusedWithEveryLine) {
  const auto status =
      Call(&Stub::PutTable, Admin(), Routing("U,n,y\nkind,in,out\ntype,integer,text\na,<5,p\nb,<=5,q\nc,>=5,r\n")).status();
  const auto detail = DetailOf(status);
  ASSERT_TRUE(detail) << status;
  EXPECT_EQ(detail->reason, "TABLE_INVALID");
  EXPECT_EQ(detail->violations.size(), 2u);
  EXPECT_EQ(detail->violations[0].field, "routing:5");
  EXPECT_EQ(ReasonOf(Call(&Stub::DecideTable, Clerk(), Kind("x")).status()), "NOT_FOUND");
  auto broken = Kind("x");
  broken.set_inputs_json("{");
  EXPECT_EQ(ReasonOf(Call(&Stub::DecideTable, Clerk(), broken).status()), "REQUEST_INVALID");
}

TEST_F(CatalogOverGrpc, DeadlineFollowsTheCalendarOfTheCity) {
  const auto request = Deadline(absl::CivilDay(2026, 9, 24), "7d");
  auto deadline = Call(&Stub::ComputeDeadline, Clerk(), request);
  ASSERT_TRUE(deadline.ok()) << deadline.status();
  EXPECT_EQ(deadline->last_day(), "2026-10-01");  // no notice is loaded: provisional
  EXPECT_TRUE(deadline->unverified());
  ASSERT_TRUE(Call(&Stub::ImportCalendar, Admin(), Notice(2026)).ok());
  deadline = Call(&Stub::ComputeDeadline, Clerk(), request);
  EXPECT_EQ(deadline->last_day(), "2026-10-08");
  EXPECT_EQ(deadline->nominal_day(), "2026-10-01");
  EXPECT_FALSE(deadline->unverified());
  EXPECT_EQ(deadline->days_size(), 15);
  EXPECT_EQ(deadline->days(0).remark(), "起始日不计");
  EXPECT_EQ(deadline->due_time().seconds(),
            absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(2026, 10, 9), absl::FixedTimeZone(8 * 3600))));
}

TEST_F(CatalogOverGrpc, AnybodyMayAskForADeadline) {
  grpc::ClientContext call;
  v1::ComputeDeadlineResponse response;
  const auto status = stub_->ComputeDeadline(&call, Deadline(absl::CivilDay(2026, 9, 24), "7d"), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.last_day(), "2026-10-08");
  grpc::ClientContext other;
  v1::ComputeDeadlineRequest wrong = Deadline(absl::CivilDay(2026, 9, 24), "7 days");
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(stub_->ComputeDeadline(&other, wrong, &response))), "PERIOD_INVALID");
}

TEST_F(CatalogOverGrpc, AnotherCitySeesNothing) {
  ASSERT_TRUE(Call(&Stub::PutItem, Admin(), LegalAid()).ok());
  ASSERT_TRUE(Call(&Stub::ImportCalendar, Admin(), Notice(2026)).ok());
  ASSERT_TRUE(Call(&Stub::PutTable, Admin(), Routing(kRouting)).ok());
  EXPECT_EQ(Call(&Stub::ListItems, Clerk("330100"), v1::ListItemsRequest())->items_size(), 0);
  EXPECT_EQ(Call(&Stub::GetEnvironment, Clerk("330100"), v1::GetEnvironmentRequest())->days_size(), 0);
  EXPECT_EQ(ReasonOf(Call(&Stub::DecideTable, Clerk("330100"), Kind("x")).status()), "NOT_FOUND");
}

TEST_F(CatalogOverGrpc, KeepsCitiesApart) {
  EXPECT_THAT(postgres::FindRlsFaults(database_.superuser(), "catalog").value(), IsEmpty());
}

TEST_F(CatalogOverGrpc, WithoutWorkersNothingIsChecked) {
  EXPECT_EQ(ReasonOf(Call(&Stub::CheckDraft, Admin(), WithId<v1::CheckDraftRequest>()).status()), "SCRIPTS_UNAVAILABLE");
}

}  // namespace
}  // namespace lianban::catalog
