#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "services/cli/case/visit_file.h"
#include "services/cli/import/csv_table.h"
#include "services/cli/import/parallel.h"
#include "services/cli/import/relative_time.h"
#include "services/cli/import/trial.h"
#include "services/cli/terminal/moment.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/crypto/derived_uuid.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using testing::HasSubstr;

class ImportFile : public testing::Test {
 protected:
  ~ImportFile() override { std::filesystem::remove(path_); }
  std::string Write(const std::string& text) {
    std::ofstream(path_) << text;
    return path_;
  }
  std::string path_ = (std::filesystem::temp_directory_path() / ("lianban-import-" + std::to_string(getpid()))).string();
};

std::string DetailIn(const absl::Status& status) { return DetailOf(status)->metadata.at("detail"); }
std::string LineIn(const absl::Status& status) { return DetailOf(status)->metadata.at("line"); }

TEST_F(ImportFile, ColumnsStandInAnyOrder) {
  const auto table = ReadCsvTable(Write("b,a\n1,\"x,y\"\n"), {"a", "b"});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->rows[0]["a"], "x,y");
  EXPECT_EQ(table->rows[0]["c"], "");
  EXPECT_EQ(table->rows[0].line, 2);
}

TEST_F(ImportFile, UnknownAndMissingColumnsAreNamed) {
  const auto unknown = ReadCsvTable(Write("a,oops\n"), {"a"}).status();
  EXPECT_EQ(ReasonOf(unknown), "FILE_INVALID");
  EXPECT_THAT(DetailIn(unknown), HasSubstr("oops"));
  EXPECT_THAT(DetailIn(ReadCsvTable(Write("a\n"), {"a", "b"}).status()), HasSubstr("b"));
  EXPECT_TRUE(ReadCsvTable(Write("a,extra\n"), {"a"}, {}, true).ok());
}

TEST_F(ImportFile, RowsOfAnotherLengthAreNamedByLine) {
  EXPECT_EQ(LineIn(ReadCsvTable(Write("a,b\n1,2\n1\n"), {"a", "b"}).status()), "3");
}

TEST_F(ImportFile, RefusalsOfTheServerNameTheLineButAnAbsentServerDoesNot) {
  const auto table = ReadCsvTable(Write("a\n1\n"), {"a"});
  const auto refused = table->At(table->rows[0], Error("NOT_FOUND", {{"name", "x"}}));
  EXPECT_EQ(ReasonOf(refused), "FILE_INVALID");
  EXPECT_EQ(LineIn(refused), "2");
  EXPECT_THAT(DetailIn(refused), HasSubstr("NOT_FOUND"));
  EXPECT_EQ(ReasonOf(table->At(table->rows[0], Error("SERVER_UNREACHABLE", {{"url", "u"}}))), "SERVER_UNREACHABLE");
}

TEST(RelativeTime, CountsFromTheDayOfTheImport) {
  const absl::Time today = *ParseMoment("2026-03-02 23:30");
  EXPECT_EQ(ResolveRelative("-3d 09:12", today), "2026-02-27T09:12");
  EXPECT_EQ(ResolveRelative("+1d 00:05", today), "2026-03-03T00:05");
  for (const char* other : {"-3d", "-3d 9:12 ", "3d 09:12", "-3d 25:00", "2026-03-01 10:00", "", "请于-3d 09:12"}) {
    EXPECT_EQ(ResolveRelative(other, today), other);
  }
  nlohmann::json value = {{"a", {"-1d 08:00", 7}}, {"b", {{"c", "-2d 08:00"}}}};
  ResolveRelative(value, today);
  EXPECT_EQ(value.dump(), R"({"a":["2026-03-01T08:00",7],"b":{"c":"2026-02-28T08:00"}})");
}

TEST(Moment, DeadlinesAtMidnightAreShownAsTheLastDay) {
  EXPECT_EQ(ShowDue(TimestampOf(*ParseMoment("2026-10-09 00:00"))), "2026-10-08 24:00");
  EXPECT_EQ(ShowDue(TimestampOf(*ParseMoment("2026-10-09 15:30"))), "2026-10-09 15:30");
  EXPECT_EQ(ShowDue("2026-10-09T00:00:00"), "2026-10-08 24:00");
  EXPECT_EQ(ShowDue(TimestampOf(absl::UnixEpoch())), "");
  EXPECT_EQ(*ParseMoment("2026-10-09T15:30"), *ParseMoment("2026-10-09T07:30:00Z"));
  EXPECT_FALSE(ParseMoment("9.10.2026").ok());
}

TEST(Moment, TimesBefore1970KeepTheirFraction) {
  const absl::Time early = absl::FromUnixMillis(-1500);
  EXPECT_EQ(TimeOf(TimestampOf(early)), early);
}

TEST(DerivedId, SameTextSameUuid) {
  EXPECT_EQ(crypto::DerivedUuid("a"), crypto::DerivedUuid("a"));
  EXPECT_NE(crypto::DerivedUuid("a"), crypto::DerivedUuid("b"));
  EXPECT_TRUE(crypto::IsUuid(crypto::DerivedUuid("a")));
}

TEST(VisitFile, FormsAreObjectsAndTheNumberMakesTheRequestId) {
  const auto visit = nlohmann::json::parse(R"({"visit_no":"7","receive_time":"2026-09-18T09:12","area_code":"330602",
      "party":{"kind":"person","name":"王二"},"children":[{"item_code":"LA01","form":{"matter":"injury"}}]})");
  const auto request = VisitOf(visit, "330600", "f");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->children(0).form_json(), R"({"matter":"injury"})");
  EXPECT_EQ(request->party().name(), "王二");
  EXPECT_EQ(request->request_id(), VisitOf(visit, "330600", "f")->request_id());
  EXPECT_NE(request->request_id(), VisitOf(visit, "330700", "f")->request_id());
  const auto wrong = VisitOf({{"childs", 1}}, "330600", "f").status();
  EXPECT_THAT(DetailIn(wrong), HasSubstr("childs"));
}

TEST(ForEachParallel, EachItemOnce) {
  std::vector<std::atomic<int>> seen(1000);
  EXPECT_TRUE(ForEachParallel(1000, 7, [&](size_t i) { ++seen[i]; return absl::OkStatus(); }).ok());
  for (const auto& count : seen) EXPECT_EQ(count, 1);
}

TEST(ForEachParallel, TheFirstErrorStopsTheRest) {
  std::atomic<int> calls{0};
  const absl::Status status = ForEachParallel(1'000'000, 4, [&](size_t i) {
    ++calls;
    return i == 10 ? absl::InternalError("ten") : absl::OkStatus();
  });
  EXPECT_EQ(status.message(), "ten");
  EXPECT_LT(calls, 1'000'000);
}

class Trial : public testing::Test {
 protected:
  Trial() {
    row_.cells = {{"type", "SW-Dirty Alley"}};
    recorded_.row = &row_;
    recorded_.source_no = "1";
    recorded_.status = "finished";
    recorded_.result = "solved";
    recorded_.unit_name = "Solid Waste";
    recorded_.due = *ParseMoment("2014-01-08 10:00");
    recorded_.closed = *ParseMoment("2014-01-05 10:00");
    ours_.set_status("finished");
    ours_.set_result("solved");
    *ours_.mutable_due_time() = TimestampOf(*recorded_.due);
    *ours_.mutable_finish_time() = TimestampOf(*recorded_.closed);
  }
  CsvRecord row_;
  RecordedCase recorded_;
  casework::v1::Case ours_;
  Comparison comparison_;
};

TEST_F(Trial, AgreementIsCounted) {
  comparison_.Add(recorded_, ours_, "Solid Waste");
  const auto json = comparison_.Json(3);
  EXPECT_EQ(json["whole"], 1);
  EXPECT_TRUE(json["differences"].empty());
}

TEST_F(Trial, EachKindOfDifferenceIsTold) {
  ours_.set_result("transferred");
  *ours_.mutable_due_time() = TimestampOf(*recorded_.due + absl::Hours(1));
  ours_.clear_finish_time();
  comparison_.Add(recorded_, ours_, "Housing");
  const auto json = comparison_.Json(3);
  EXPECT_EQ(json["whole"], 0);
  for (const char* count : {"state", "due", "closed", "unit"}) EXPECT_EQ(json[count], 0) << count;
  EXPECT_EQ(json["differences"].size(), 4u);
  EXPECT_THAT(json.dump(), HasSubstr("finished:solved → finished:transferred"));
}

TEST_F(Trial, ASourceWithoutTimeLimitsIsNotComparedByThem) {
  recorded_.due_told = false;
  recorded_.due.reset();
  comparison_.Add(recorded_, ours_, "Solid Waste");
  EXPECT_EQ(comparison_.Json(3)["whole"], 1);
  EXPECT_EQ(comparison_.Json(3)["due_told"], 0);
}

TEST_F(Trial, RefusalsAreDifferencesToo) {
  comparison_.AddRefused(recorded_, Error("NOT_FOUND", {{"name", "x"}}));
  EXPECT_EQ(comparison_.Json(3)["records"], 1);
  EXPECT_THAT(comparison_.Text(3), HasSubstr("NOT_FOUND"));
}

}  // namespace
}  // namespace lianban::cli
