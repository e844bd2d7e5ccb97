#include "services/casework/audit/verify_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lianban::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::IsEmpty;

const crypto::SigningKey& Key() {
  static const crypto::SigningKey key = crypto::SigningKeyFromSeed(std::string(32, 's'));
  return key;
}

// Twelve events of three cases, signed after four, eight and twelve.
class CityLog : public ::testing::Test {
 protected:
  CityLog() {
    GrowingTree tree;
    for (int i = 0; i < 12; ++i) {
      EventRecord record{"330600", "case " + std::to_string(i % 3), i / 3 + 1, 1000 + i, 1000 + i, "complete_task",
                         "person", "u1", "张一", "legal_aid", 1, "{\"facts\":" + std::to_string(i) + "}"};
      const std::string salt(kSaltBytes, static_cast<char>('a' + i));
      events_.push_back({i + 1, record, salt, EventLeaf(salt, record)});
      tree.Append(events_.back().leaf_hash);
      if (i % 4 == 3) {
        notes_.push_back(SignCheckpoint("330600", i + 1, tree.Root(), absl::FromUnixSeconds(i), Key()).note);
      }
    }
  }

  LogReport Verify() {
    LogVerifier verifier("330600", Key().public_key, notes_);
    for (const auto& event : events_) verifier.Add(event);
    return verifier.Finish();
  }

  std::vector<std::string> Codes(const LogReport& report) {
    std::vector<std::string> codes;
    for (const auto& finding : report.findings) codes.push_back(finding.code);
    return codes;
  }

  // What a superuser would do who also repairs the hash beside the record.
  void Rehash(StoredEvent& event) { event.leaf_hash = EventLeaf(*event.salt, event.record); }

  std::vector<StoredEvent> events_;
  std::vector<std::string> notes_;
};

TEST_F(CityLog, UntouchedIsClean) {
  const LogReport report = Verify();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.events, 12);
  EXPECT_EQ(report.checkpoints, 3);
  EXPECT_EQ(report.covered, 12);
}

TEST_F(CityLog, ChangedRecordIsNamed) {
  events_[5].record.actor_name = "李四";
  const LogReport report = Verify();
  ASSERT_THAT(Codes(report), ElementsAre("EVENT_CHANGED"));
  EXPECT_EQ(report.findings[0].log_index, 6);
}

TEST_F(CityLog, ChangedRecordWithRepairedHashMissesTheNextCheckpoint) {
  events_[5].record.payload = "{\"facts\":\"better ones\"}";
  Rehash(events_[5]);
  const LogReport report = Verify();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.findings[0].code, "ROOT_DIFFERS");
  EXPECT_EQ(report.findings[0].log_index, 5);  // between the checkpoints over four and over eight events
}

TEST_F(CityLog, DeletedEventIsNamed) {
  events_.erase(events_.begin() + 7);
  const LogReport report = Verify();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.findings[0].log_index, 8);
}

TEST_F(CityLog, DeletedAndRenumberedIsFound) {
  events_.erase(events_.begin() + 2);
  for (size_t i = 2; i < events_.size(); ++i) events_[i].log_index = static_cast<int64_t>(i) + 1;
  const LogReport report = Verify();
  ASSERT_FALSE(report.ok());
  EXPECT_LE(report.findings[0].log_index, 4);
}

TEST_F(CityLog, SwappedEventsAreFound) {
  std::swap(events_[4], events_[5]);
  std::swap(events_[4].log_index, events_[5].log_index);
  EXPECT_THAT(Codes(Verify()), Not(IsEmpty()));
}

TEST_F(CityLog, TruncatedLogIsFound) {
  events_.resize(10);
  const LogReport report = Verify();
  ASSERT_THAT(Codes(report), ElementsAre("LOG_TRUNCATED"));
  EXPECT_EQ(report.findings[0].log_index, 11);
}

TEST_F(CityLog, InsertedEventIsFound) {
  StoredEvent extra = events_[3];
  extra.record.case_id = "case 9";
  extra.record.sequence = 1;
  Rehash(extra);
  events_.insert(events_.begin() + 6, extra);
  for (size_t i = 0; i < events_.size(); ++i) events_[i].log_index = static_cast<int64_t>(i) + 1;
  EXPECT_THAT(Codes(Verify()), Not(IsEmpty()));
}

TEST_F(CityLog, ErasedPersonLeavesTheTreeIntact) {
  events_[2].salt.reset();
  events_[2].record.payload.clear();
  const LogReport report = Verify();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.erased, 1);
}

TEST_F(CityLog, RewrittenHistoryDoesNotFitTheOldCheckpoint) {
  // A restored backup that went on differently, with checkpoints signed anew by the same key.
  const std::string outside = notes_[2];
  events_[10].record.actor_id = "u2";
  Rehash(events_[10]);
  GrowingTree tree;
  for (const auto& event : events_) tree.Append(event.leaf_hash);
  notes_[2] = SignCheckpoint("330600", 12, tree.Root(), absl::FromUnixSeconds(11), Key()).note;
  EXPECT_TRUE(Verify().ok());  // from inside nothing shows …
  notes_.push_back(outside);   // … but a copy of the checkpoint was kept elsewhere
  EXPECT_THAT(Codes(Verify()), ElementsAre("ROOT_DIFFERS"));
}

TEST_F(CityLog, ForgedCheckpointIsRefused) {
  const auto thief = crypto::SigningKeyFromSeed(std::string(32, 't'));
  notes_[1] = SignCheckpoint("330600", 8, EmptyRoot(), absl::FromUnixSeconds(7), thief).note;
  EXPECT_THAT(Codes(Verify()), ElementsAre("CHECKPOINT_INVALID"));
}

TEST(SignedNote, OpensWhatWasSignedAndNothingElse) {
  const auto signed_one = SignCheckpoint("330600", 7, LeafHash("x"), absl::FromUnixSeconds(1'790'000'000), Key());
  const auto opened = OpenNote(signed_one.note, Key().public_key);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->tree_size, 7);
  EXPECT_EQ(opened->city_id, "330600");
  EXPECT_EQ(opened->root_hash, LeafHash("x"));
  EXPECT_EQ(opened->key_id, signed_one.key_id);
  for (size_t i = 0; i < signed_one.note.size(); ++i) {
    std::string changed = signed_one.note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(OpenNote(changed, Key().public_key).ok()) << "byte " << i;
  }
}

TEST(EventRecord, NoTwoRecordsShareBytes) {
  EventRecord a{"330600", "c", 1, 2, 3, "start", "person", "ab", "c", "p", 1, "{}"};
  EventRecord b = a;
  b.actor_id = "a";
  b.actor_name = "bc";
  EXPECT_NE(CanonicalRecord(a), CanonicalRecord(b));
  EXPECT_NE(EventLeaf("salt one", a), EventLeaf("salt two", a));
}

}  // namespace
}  // namespace lianban::audit
