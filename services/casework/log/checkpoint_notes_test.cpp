#include "services/casework/log/checkpoint_notes.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

std::string Note(int size) {
  const std::string origin = "lianban/330600";
  return origin + "\n" + std::to_string(size) + "\nroot\ntime\n\n\xe2\x80\x94 " + origin + " signature\n";
}

class CheckpointFile : public testing::Test {
 protected:
  ~CheckpointFile() override { fs::remove(path_); }
  const std::string path_ = fs::temp_directory_path() / ("lianban-notes-" + std::to_string(getpid()));
};

TEST_F(CheckpointFile, HoldsTheNotesInTheirOrder) {
  ASSERT_TRUE(AppendNotes(path_, Note(1)).ok());
  ASSERT_TRUE(AppendNotes(path_, Note(2) + Note(3)).ok());
  EXPECT_THAT(ReadNotes(path_), ElementsAre(Note(1), Note(2), Note(3)));
}

// Wherever the disk became full or the machine stopped, the note before and the notes after are whole.
TEST_F(CheckpointFile, ANoteCutOffAnywhereSpoilsNoOther) {
  for (size_t cut = 1; cut < Note(2).size(); ++cut) {
    fs::remove(path_);
    ASSERT_TRUE(AppendNotes(path_, Note(1)).ok());
    std::ofstream(path_, std::ios::app) << Note(2).substr(0, cut);
    EXPECT_THAT(ReadNotes(path_), ElementsAre(Note(1))) << cut;
    ASSERT_TRUE(AppendNotes(path_, Note(2)).ok());
    EXPECT_THAT(ReadNotes(path_), ElementsAre(Note(1), Note(2))) << cut;
  }
}

TEST_F(CheckpointFile, AFullDiskIsSaidAndMendedByTheNextNote) {
  ASSERT_TRUE(AppendNotes(path_, Note(1)).ok());
  const auto before = signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  rlimit small = old;
  small.rlim_cur = Note(1).size() + 20;
  setrlimit(RLIMIT_FSIZE, &small);
  const absl::Status full = AppendNotes(path_, Note(2));
  setrlimit(RLIMIT_FSIZE, &old);
  signal(SIGXFSZ, before);
  EXPECT_EQ(ReasonOf(full), "PLACE_NOT_WRITABLE");
  ASSERT_TRUE(AppendNotes(path_, Note(2)).ok());
  EXPECT_THAT(ReadNotes(path_), ElementsAre(Note(1), Note(2)));
}

TEST_F(CheckpointFile, AFolderThatIsNotThereIsNamed) {
  EXPECT_EQ(ReasonOf(AppendNotes(path_ + "/no/330600.log", Note(1))), "PLACE_NOT_WRITABLE");
}

}  // namespace
}  // namespace lianban::casework
