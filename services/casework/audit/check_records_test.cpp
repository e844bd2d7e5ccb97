#include "services/casework/audit/check_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lianban::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RecordsOfACity : public ::testing::Test {
 protected:
  void Record(const std::string& subject, const std::string& body) {
    StoredEvent event;
    event.log_index = ++size_;
    event.record.type = "record.set_parameters";
    event.record.payload = "{\"subject\":\"" + subject + "\",\"body\":" + body + "}";
    event.salt = "salt";
    check_.AddEvent(event);
  }
  std::vector<std::string> Found() {
    std::vector<std::string> found;
    for (const LogFinding& finding : check_.Finish()) {
      found.push_back(std::to_string(finding.log_index) + " " + finding.code + " " + finding.detail);
    }
    return found;
  }

  RecordCheck check_;
  int64_t size_ = 0;
};

TEST_F(RecordsOfACity, AreTheRowsOfToday) {
  Record("catalog.parameter la.review@", R"({"value":"5"})");
  Record("catalog.parameter la.review@", R"({"value":"7"})");
  check_.AddRow("catalog.parameter la.review@", R"({"value": "7"})");
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(check_.records(), 2);
}

TEST_F(RecordsOfACity, NameTheRowThatDiffersAndHow) {
  Record("catalog.release legal_aid/3", R"({"approver":"侯伟军","files":{"process.lua":"ab"},"number":3})");
  check_.AddRow("catalog.release legal_aid/3", R"({"approver":"某人","files":{"process.lua":"cd"},"number":3})");
  EXPECT_THAT(Found(), ElementsAre("1 RECORD_CHANGED catalog.release legal_aid/3: approver, files/process.lua"));
}

TEST_F(RecordsOfACity, NameARowThatIsGoneOrThatNobodyRecorded) {
  Record("catalog.duty x@3306", R"({"unit_id":"sf-1"})");
  check_.AddRow("catalog.duty y@3306", R"({"unit_id":"sf-1"})");
  EXPECT_THAT(Found(), ElementsAre("1 RECORD_GONE catalog.duty x@3306", "0 RECORD_UNKNOWN catalog.duty y@3306"));
}

TEST_F(RecordsOfACity, WhatWasTakenAwayIsRightlyGone) {
  Record("catalog.duty x@3306", R"({"unit_id":"sf-1"})");
  Record("catalog.duty x@3306", "null");
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(RecordsOfACity, SayNothingWhileARecordIsOnItsWay) {
  Record("catalog.duty x@3306", R"({"unit_id":"sf-1"})");
  check_.AddRow("catalog.duty x@3306", R"({"unit_id":"sf-2"})");
  check_.Excuse("catalog.duty x@3306");
  EXPECT_THAT(Found(), IsEmpty());
}

}  // namespace
}  // namespace lianban::audit
