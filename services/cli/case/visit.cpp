// lianban visit: one person at the counter, one or several matters, one receipt.

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/cli/case/visit_file.h"
#include "services/cli/command.h"
#include "services/cli/connect/remote.h"
#include "services/cli/import/relative_time.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/table.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace intake::v1;

struct VisitOptions {
  RemoteOptions remote;
  std::string file, receipt, paper = "A4", receive_time, request_id, form, materials;
  std::vector<std::string> children;
  std::string again;
  bool large_print = false;
  RegisterVisitRequest request;
};

// "LA01", "LA01=讨薪", or "LA01=讨薪=@form.json"
absl::Status AddChild(const std::string& text, RegisterVisitRequest& request) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 2));
  RegisterVisitRequest::Child& child = *request.add_children();
  child.set_item_code(parts[0]);
  if (parts.size() > 1) child.set_title(parts[1]);
  if (parts.size() > 2) {
    LIANBAN_ASSIGN_OR_RETURN(*child.mutable_form_json(), TextOrFile(parts[2]));
  }
  return absl::OkStatus();
}

absl::StatusOr<RegisterVisitRequest> RequestOf(VisitOptions& options) {
  if (!options.file.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const std::string text, ReadText(options.file));
    nlohmann::json visit = nlohmann::json::parse(text, nullptr, false);
    ResolveRelative(visit, absl::Now());
    return VisitOf(visit, "", options.file);
  }
  RegisterVisitRequest request = options.request;
  for (const std::string& child : options.children) LIANBAN_RETURN_IF_ERROR(AddChild(child, request));
  if (!options.again.empty() && request.children_size() > 0) request.mutable_children(0)->set_earlier(options.again);
  request.set_request_id(options.request_id.empty() ? crypto::NewUuid() : options.request_id);
  if (!options.receive_time.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const absl::Time time, ParseMoment(options.receive_time));
    *request.mutable_receive_time() = TimestampOf(time);
  }
  return request;
}

std::string MatterText(const Matter& matter) {
  std::vector<std::vector<std::string>> rows = {{matter.receipt_no(), matter.title(), matter.unit_id(), matter.status(),
                                                 ShowDue(matter.due_time())}};
  for (const Matter& child : matter.children()) {
    rows.push_back({"  └ " + child.item_code(), child.title(), child.unit_id(), child.status(), ShowDue(child.due_time())});
  }
  return AlignedTable(rows);
}

absl::Status SaveReceipt(ConnectClient& client, const VisitOptions& options, const Matter& matter) {
  PrintReceiptRequest request;
  request.set_matter_id(matter.matter_id());
  request.set_paper(options.paper);
  request.set_large_print(options.large_print);
  LIANBAN_ASSIGN_OR_RETURN(const auto receipt,
                           client.Call<PrintReceiptResponse>("lianban.intake.v1.Intake/PrintReceipt", request));
  LIANBAN_RETURN_IF_ERROR(WriteFile(options.receipt, receipt.pdf(), 0600));
  fmt::print(stderr, "{} {}\n", Say("收件凭证已写入", "receipt written to"), options.receipt);
  return absl::OkStatus();
}

absl::Status Visit(VisitOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const RegisterVisitRequest request, RequestOf(options));
  LIANBAN_ASSIGN_OR_RETURN(const Matter matter, client->Call<Matter>("lianban.intake.v1.Intake/RegisterVisit", request));
  PrintAnswer(options.remote, matter, MatterText(matter));
  return options.receipt.empty() ? absl::OkStatus() : SaveReceipt(*client, options, matter);
}

void AddPerson(CLI::App* command, VisitOptions& options) {
  Party& party = *options.request.mutable_party();
  const auto text = [&](const char* name, std::string* place, const char* sentence) {
    command->add_option(name, *place, sentence);
  };
  text("--name", party.mutable_name(), "来访人姓名 · Name of the visitor");
  text("--document-no", party.mutable_document_no(), "证件号码 · Number of the identity document");
  text("--document-type", party.mutable_document_type(), "证件种类，默认居民身份证 citizen_id · Kind of document; default citizen_id");
  text("--phone", party.mutable_phone(), "联系电话 · Telephone of the visitor");
  text("--address", party.mutable_address(), "住址 · Address of the visitor");
  text("--party", options.request.mutable_party_id(), "已登记的人，代替以上各项 · A party that is registered already, instead of the above");
}

}  // namespace

void AddVisit(CLI::App& app) {
  auto options = std::make_shared<VisitOptions>();
  CLI::App* command = app.add_subcommand("visit", "来访登记 · Register a visit with one or several matters and save its receipt");
  AddRemoteOptions(*command, options->remote);
  command->add_option("--file", options->file, "整个来访写成一个 JSON 文件，代替以下各项 · The visit as JSON (see workflows/cities/README.md, visits.json); instead of the "
                                               "options below");
  AddPerson(command, *options);
  command->add_option("--area", *options->request.mutable_area_code(), "事项所在区划代码 · Area of the matters");
  command->add_option("--unit", *options->request.mutable_unit_id(), "接待的中心（单位编号） · The centre that receives the visit");
  command->add_option("--title", *options->request.mutable_title(), "来访标题 · Title of the visit");
  command->add_option("--child", options->children, "一个事项：事项代码、代码=标题、代码=标题=@表单.json，可写多次 · A matter: ITEM, ITEM=TITLE or ITEM=TITLE=@form.json; once for each");
  command->add_option("--again", options->again, "再次申请：以前同类事项的凭证号，人和填过的内容都带过来（用于第一个事项）· Receipt number of an earlier matter of the same kind: the person and what was filled in "
                                                 "then are taken over for the first --child; what is given now wins");
  command->add_option("--receive-time", options->receive_time, "实际收件时间（补录的） · When it was received, if entered later");
  command->add_option("--request-id", options->request_id, "请求编号（UUID），同一编号重复提交只办一次 · UUID; the same one again gives the same answer");
  command->add_option("--receipt", options->receipt, "收件凭证写入此 PDF 文件 · Write the receipt to this PDF file");
  command->add_option("--paper", options->paper, "纸张：A4、A5 或 80mm · A4, A5 or 80mm")->check(CLI::IsMember({"A4", "A5", "80mm"}))->capture_default_str();
  command->add_flag("--large-print", options->large_print, "大字版凭证 · Receipt in large print");
  command->callback([options] {
    Party& party = *options->request.mutable_party();
    if (party.ByteSizeLong() == 0) {
      options->request.clear_party();
    } else {
      if (party.kind().empty()) party.set_kind("person");
      if (party.document_type().empty()) party.set_document_type("citizen_id");
    }
    throw CLI::RuntimeError(Fail(Visit(*options)));
  });
}

}  // namespace lianban::cli
