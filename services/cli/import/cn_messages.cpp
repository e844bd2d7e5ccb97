// lianban import cn_messages: citizens' messages to a government message board.

#include <filesystem>
#include <mutex>
#include <set>

#include "fmt/format.h"
#include "services/cli/import/import_command.h"
#include "services/cli/import/trial.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/table.h"

namespace lianban::cli {
namespace {

constexpr char kMessageChannel[] = "cn_messages";
constexpr char kMessageCity[] = "337000";
constexpr size_t kAnswerBytesMax = 9000;

struct MessageOptions {
  TrialOptions trial;
  std::string categories, replies;
};

// The class the source gives and the class the adapter found, against the scheme of the board.
class Classes {
 public:
  absl::Status Load(const std::string& path) {
    if (path.empty()) return absl::OkStatus();
    const auto table = ReadCsvTable(path, {"level1", "level2", "level3"});
    if (!table.ok()) return table.status();
    for (const CsvRecord& row : table->rows) {
      level1_.insert(row["level1"]);
      level2_.insert({row["level1"], row["level2"]});
    }
    return absl::OkStatus();
  }

  void Add(const RecordedCase& recorded, const intake::v1::Matter& matter) {
    const std::lock_guard lock(mutex_);
    const std::string& level1 = (*recorded.row)["level1"];
    ++all_;
    if (level1_.contains(level1)) ++known_;
    if (!matter.kind().empty()) ++found_;
    if (level2_.contains({level1, matter.kind()})) ++in_scheme_;
  }

  std::string Text() const {
    if (level1_.empty()) return "";
    return AlignedTable({{std::string(Say("一级分类在分类表中", "first-level class in the scheme")), fmt::format("{}/{}", known_, all_)},
                         {std::string(Say("按文字判断出二级分类", "second-level class found by words")), fmt::format("{}/{}", found_, all_)},
                         {std::string(Say("其中与分类表同名", "of these named as in the scheme")), fmt::format("{}/{}", in_scheme_, found_)}});
  }

 private:
  std::mutex mutex_;
  std::set<std::string> level1_;
  std::set<std::pair<std::string, std::string>> level2_;
  int64_t all_ = 0, known_ = 0, found_ = 0, in_scheme_ = 0;
};

// At a character's boundary.
std::string Cut(const std::string& text) {
  if (text.size() <= kAnswerBytesMax) return text;
  size_t end = kAnswerBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

// The board records no time limit. With a reply it knows one moment, when that was published: signed, handled and closed
// then. Without one the message is still open.
absl::StatusOr<RecordedCase> ReadMessage(const CsvTable& table, const CsvRecord& row) {
  RecordedCase out;
  out.row = &row;
  out.source_no = row["id"];
  out.due_told = false;
  out.status = "running";
  const auto received = ParseMoment(row["time"]);
  if (!received.ok()) return table.At(row, received.status());
  out.received = *received;
  if (row["reply_time"].empty()) return out;
  const auto replied = ParseMoment(row["reply_time"]);
  if (!replied.ok()) return table.At(row, replied.status());
  const nlohmann::json answer = {{"answer", Cut(row["reply"])}};
  out.steps = {{"sign", "accept", "", "", *replied},
               {"handle", "done", "", answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), *replied},
               {"check", "solved", "", "", *replied}};
  out.status = "finished";
  out.result = "solved";
  out.closed = *replied;
  return out;
}

int ImportTable(const MessageOptions& options, const CsvTable& table, Classes& classes) {
  std::vector<RecordedCase> cases;
  for (const CsvRecord& row : table.rows) {
    if (options.trial.limit > 0 && cases.size() >= static_cast<size_t>(options.trial.limit)) break;
    auto recorded = ReadMessage(table, row);
    if (!recorded.ok()) return Fail(recorded.status());
    cases.push_back(*std::move(recorded));
  }
  return RunTrial(options.trial, table, {kMessageChannel, kMessageCity}, cases,
                  [&](const RecordedCase& recorded, const intake::v1::Matter& matter) { classes.Add(recorded, matter); });
}

int Import(const MessageOptions& options) {
  const auto messages = ReadCsvTable(options.trial.file, {"id", "user", "title", "time", "level1", "body"});
  if (!messages.ok()) return Fail(messages.status());
  Classes classes;
  if (const absl::Status loaded = classes.Load(options.categories); !loaded.ok()) return Fail(loaded);
  const int code = ImportTable(options, *messages, classes);
  if (!options.trial.remote.json) fmt::print("{}", classes.Text());
  if (code != 0 || options.replies.empty()) return code;
  const auto replies = ReadCsvTable(options.replies, {"id", "user", "title", "time", "body", "reply", "reply_time"});
  if (!replies.ok()) return Fail(replies.status());
  if (!options.trial.remote.json) fmt::print("\n{} {}\n", Say("有答复的留言", "messages with a reply"), options.replies);
  Classes unclassified;
  return ImportTable(options, *replies, unclassified);
}

std::string Beside(const std::string& file, const char* name) {
  const auto path = std::filesystem::path(file).parent_path() / name;
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) ? path.string() : "";
}

}  // namespace

void AddImportCnMessages(CLI::App& group) {
  auto options = std::make_shared<MessageOptions>();
  CLI::App* command = group.add_subcommand(
      "cn_messages", "Messages of a government message board as CSV into the city of workflows/cities/trial_messages: each "
                     "through its adapter, classified, routed and opened; messages with a recorded reply are closed when it came");
  command->add_option("file", options->trial.file, "The file of messages")->required()->check(CLI::ExistingFile);
  command->add_option("--categories", options->categories, "The class scheme; default: cn_message_categories.csv beside the file");
  command->add_option("--replies", options->replies, "Messages with replies; default: cn_message_replies.csv beside the file");
  AddTrialOptions(*command, options->trial);
  command->callback([options] {
    if (options->categories.empty()) options->categories = Beside(options->trial.file, "cn_message_categories.csv");
    if (options->replies.empty()) options->replies = Beside(options->trial.file, "cn_message_replies.csv");
    throw CLI::RuntimeError(Import(*options));
  });
}

}  // namespace lianban::cli
