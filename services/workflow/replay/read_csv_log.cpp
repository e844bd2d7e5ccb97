#include <unordered_map>

#include "services/lib/errors/error.h"
#include "services/workflow/replay/event_log.h"
#include "services/workflow/replay/gzip_file.h"
#include "services/workflow/replay/log_time.h"

namespace lianban::workflow {
namespace {

constexpr size_t kCellBytesMax = 1 << 20;

// RFC 4180, one byte at a time.
class CsvScanner {
 public:
  // True when a row is complete; take it before the next byte.
  bool Put(char byte) {
    if (byte == '\n') ++line_;
    if (quoted_) return Quoted(byte), false;
    switch (byte) {
      case '"':
        quoted_ = true;
        if (closed_) cell_ += '"';  // "" inside quotes
        closed_ = false;
        return false;
      case ',': return EndCell(), false;
      case '\n': return EndRow();
      case '\r': return false;
      default: return Plain(byte), false;
    }
  }
  bool Finish() { return !cell_.empty() || !row_.empty() ? EndRow() : false; }
  bool open_quote() const { return quoted_; }
  bool too_long() const { return cell_.size() > kCellBytesMax; }
  int row_line() const { return row_line_; }
  std::vector<std::string>& row() { return row_; }
  void Taken() {
    row_.clear();
    row_line_ = line_;
  }

 private:
  void Quoted(char byte) {
    if (byte == '"') {
      quoted_ = false;
      closed_ = true;
    } else {
      cell_ += byte;
    }
  }
  void Plain(char byte) {
    closed_ = false;
    cell_ += byte;
  }
  void EndCell() {
    closed_ = false;
    row_.push_back(std::move(cell_));
    cell_.clear();
  }
  bool EndRow() {
    if (row_.empty() && cell_.empty()) {
      row_line_ = line_;
      return false;
    }
    EndCell();
    return true;
  }

  std::vector<std::string> row_;
  std::string cell_;
  bool quoted_ = false, closed_ = false;
  int line_ = 1, row_line_ = 1;
};

class CsvLogReader {
 public:
  CsvLogReader(std::string path, const LogColumns& names, absl::TimeZone zone) : path_(std::move(path)), names_(names), zone_(zone) {}

  absl::StatusOr<EventLog> Read() {
    GzipFile file(path_);
    std::vector<char> piece(64 << 10);
    bool first = true;
    for (;;) {
      LIANBAN_ASSIGN_OR_RETURN(size_t count, file.Read(piece.data(), piece.size()));
      if (count == 0) break;
      std::string_view text(piece.data(), count);
      if (first && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
      first = false;
      for (char byte : text) {
        if (scanner_.Put(byte)) LIANBAN_RETURN_IF_ERROR(TakeRow());
      }
      if (scanner_.too_long()) return Invalid("a cell of more than 1 MiB");
    }
    if (scanner_.open_quote()) return Invalid("a quote is not closed");
    if (scanner_.Finish()) LIANBAN_RETURN_IF_ERROR(TakeRow());
    if (log_.columns.empty()) return Invalid("no header line");
    return std::move(log_);
  }

 private:
  absl::Status Invalid(std::string detail) const {
    return Error("EVENT_LOG_INVALID", {{"file", path_}, {"line", std::to_string(scanner_.row_line())}, {"detail", std::move(detail)}});
  }

  absl::Status TakeRow() {
    absl::Status status = log_.columns.empty() ? TakeHeader() : TakeEvent();
    scanner_.Taken();
    return status;
  }

  absl::Status TakeHeader() {
    log_.columns = std::move(scanner_.row());
    case_ = log_.Column(names_.case_id);
    activity_ = log_.Column(names_.activity);
    time_ = log_.Column(names_.time);
    resource_ = log_.Column(names_.resource);
    for (const auto& [index, name] : {std::pair(case_, names_.case_id), std::pair(activity_, names_.activity), std::pair(time_, names_.time)}) {
      if (index < 0) return Invalid("no column " + name);
    }
    return absl::OkStatus();
  }

  absl::Status TakeEvent() {
    std::vector<std::string>& row = scanner_.row();
    if (row.size() != log_.columns.size()) {
      return Invalid(std::to_string(row.size()) + " cells, the header has " + std::to_string(log_.columns.size()));
    }
    auto time = ParseLogTime(row[time_], zone_);
    if (!time) return Invalid("\"" + row[time_] + "\" is not a time");
    LoggedEvent event;
    event.line = scanner_.row_line();
    auto [it, fresh] = numbers_.try_emplace(row[case_], static_cast<int32_t>(log_.cases.size()));
    if (fresh) log_.cases.push_back(row[case_]);
    event.case_no = it->second;
    event.time = time->time;
    event.date_only = time->date_only;
    event.activity = row[activity_];
    if (resource_ >= 0) event.resource = row[resource_];
    event.values = std::move(row);
    log_.events.push_back(std::move(event));
    return absl::OkStatus();
  }

  std::string path_;
  LogColumns names_;
  absl::TimeZone zone_;
  CsvScanner scanner_;
  EventLog log_;
  std::unordered_map<std::string, int32_t> numbers_;
  int case_ = -1, activity_ = -1, time_ = -1, resource_ = -1;
};

}  // namespace

absl::StatusOr<EventLog> ReadCsvLog(const std::string& path, const LogColumns& columns, absl::TimeZone zone) {
  return CsvLogReader(path, columns, zone).Read();
}

}  // namespace lianban::workflow
