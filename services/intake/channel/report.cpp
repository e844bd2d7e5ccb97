#include "services/intake/channel/report.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "services/lib/errors/error.h"
#include "services/workflow/validate/area_code.h"
#include "services/workflow/validate/characters.h"

namespace lianban::intake {
namespace {

constexpr size_t kTitleMax = 200;
constexpr size_t kBodyMax = 8000;
constexpr size_t kNameMax = 200;

class ReportReader {
 public:
  ReportReader(const nlohmann::json& value, std::string_view channel) : value_(value), channel_(channel) {}

  std::string Text(const char* name, size_t max) {
    auto at = value_.find(name);
    if (at == value_.end() || at->is_null()) return "";
    // Sources write numbers where others write text.
    if (at->is_number()) return at->dump();
    if (!at->is_string()) {
      Fail(name);
      return "";
    }
    std::string text = workflow::Tidy(at->get<std::string>());
    std::u32string points = workflow::CodePoints(text);
    return points.size() <= max ? text : workflow::Utf8(points.substr(0, max));
  }

  std::optional<double> Degrees(const char* name, double limit) {
    std::string text = Text(name, 40);
    if (text.empty()) return std::nullopt;
    double degrees = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(degrees) ||
        std::abs(degrees) > limit) {
      Fail(name);
      return std::nullopt;
    }
    return degrees;
  }

  const nlohmann::json& Nested(const char* name) {
    static const nlohmann::json empty = nlohmann::json::object();
    auto at = value_.find(name);
    if (at == value_.end() || at->is_null()) return empty;
    // An empty Lua table is an empty array here.
    if (at->is_array() && at->empty()) return empty;
    if (!at->is_object()) Fail(name);
    return at->is_object() ? *at : empty;
  }

  void Fail(const char* name) {
    if (fault_.ok()) fault_ = Error("ADAPTER_RESULT_INVALID", {{"channel", std::string(channel_)}, {"field", name}});
  }
  const absl::Status& fault() const { return fault_; }

 private:
  const nlohmann::json& value_;
  std::string_view channel_;
  absl::Status fault_;
};

}  // namespace

absl::StatusOr<Report> ReadReport(const nlohmann::json& value, std::string_view channel) {
  ReportReader reader(value, channel);
  Report report;
  if (!value.is_object()) {
    reader.Fail("read");
    return reader.fault();
  }
  report.title = reader.Text("title", kTitleMax);
  if (report.title.empty()) reader.Fail("title");
  report.body = reader.Text("body", kBodyMax);
  report.kind = reader.Text("kind", kNameMax);
  report.category = reader.Text("category", kNameMax);
  report.item = reader.Text("item", kNameMax);
  report.area_code = reader.Text("area", kNameMax);
  if (!report.area_code.empty()) {
    absl::StatusOr<workflow::AreaCode> area = workflow::ParseAreaCode(report.area_code);
    if (area.ok())
      report.area_code = area->brief;
    else
      reader.Fail("area");
  }
  report.address = reader.Text("address", kTitleMax);
  report.occurred = reader.Text("occurred", 40);
  std::optional<double> latitude = reader.Degrees("latitude", 90), longitude = reader.Degrees("longitude", 180);
  if (latitude && longitude) report.position = Position{*latitude, *longitude};
  ReportReader person(reader.Nested("reporter"), channel);
  report.reporter.set_kind(person.Text("kind", kNameMax));
  report.reporter.set_name(person.Text("name", kNameMax));
  report.reporter.set_phone(person.Text("phone", kNameMax));
  report.reporter.set_document_no(person.Text("document_no", kNameMax));
  report.reporter.set_address(person.Text("address", kNameMax));
  if (!reader.fault().ok()) return reader.fault();
  if (!person.fault().ok()) return person.fault();
  return report;
}

}  // namespace lianban::intake
