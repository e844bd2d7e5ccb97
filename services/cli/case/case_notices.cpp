#include "services/cli/case/case_notices.h"

#include <filesystem>

#include "fmt/format.h"
#include "lianban/casework/v1/casework.pb.h"
#include "lianban/records/v1/records.pb.h"
#include "services/cli/connect/remote.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/table.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace records::v1;

struct NoticeOptions {
  RemoteOptions remote;
  std::string id, folder, file;
  RenderNoticeRequest copy;
};

// A receipt number is looked up first.
absl::StatusOr<std::string> CaseIdOf(ConnectClient& client, const std::string& id) {
  if (crypto::IsUuid(id)) return id;
  casework::v1::GetCaseRequest request;
  request.set_receipt_no(id);
  LIANBAN_ASSIGN_OR_RETURN(const auto found,
                           client.Call<casework::v1::Case>("lianban.casework.v1.Casework/GetCase", request));
  return found.case_id();
}

std::string NoticesText(const ListNoticesResponse& list) {
  if (list.notices().empty()) return std::string(Say("这件事还没有发出文书。", "This case has issued no notices.")) + "\n";
  std::vector<std::vector<std::string>> rows;
  for (const Notice& notice : list.notices()) {
    rows.push_back({std::to_string(notice.effect_no()), Show(notice.issue_time()), notice.title(), notice.number(),
                    notice.template_()});
  }
  return AlignedTable(rows);
}

absl::Status SaveAll(ConnectClient& client, const NoticeOptions& options, const ListNoticesResponse& list) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  if (error) return Error("FILE_UNWRITABLE", {{"file", options.folder}});
  for (const Notice& notice : list.notices()) {
    GetNoticeRequest request;
    request.set_case_id(notice.case_id());
    request.set_effect_no(notice.effect_no());
    LIANBAN_ASSIGN_OR_RETURN(const auto paper,
                             client.Call<RenderDocumentResponse>("lianban.records.v1.Records/GetNotice", request));
    const std::string path = fmt::format("{}/{}-{}.pdf", options.folder, notice.number(), notice.title());
    LIANBAN_RETURN_IF_ERROR(WriteFile(path, paper.pdf(), 0600));
    fmt::print(stderr, "{} {}\n", Say("已写入", "written to"), path);
  }
  return absl::OkStatus();
}

absl::Status ListNotices(const NoticeOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ListNoticesRequest request;
  LIANBAN_ASSIGN_OR_RETURN(*request.mutable_case_id(), CaseIdOf(*client, options.id));
  LIANBAN_ASSIGN_OR_RETURN(const auto list,
                           client->Call<ListNoticesResponse>("lianban.records.v1.Records/ListNotices", request));
  PrintAnswer(options.remote, list, NoticesText(list));
  return options.folder.empty() ? absl::OkStatus() : SaveAll(*client, options, list);
}

absl::Status PrintNotice(NoticeOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  RenderNoticeRequest& request = options.copy;
  LIANBAN_ASSIGN_OR_RETURN(*request.mutable_case_id(), CaseIdOf(*client, options.id));
  if (request.request_id().empty()) request.set_request_id(crypto::NewUuid());
  LIANBAN_ASSIGN_OR_RETURN(const auto paper,
                           client->Call<RenderDocumentResponse>("lianban.records.v1.Records/RenderNotice", request));
  LIANBAN_RETURN_IF_ERROR(WriteFile(options.file, paper.pdf(), 0600));
  fmt::print(stderr, "{} {}\n", Say("已写入", "written to"), options.file);
  return absl::OkStatus();
}

}  // namespace

void AddCaseNotices(CLI::App& group) {
  auto options = std::make_shared<NoticeOptions>();
  CLI::App* list = group.add_subcommand("notices", "这件事发出的文书 · Notices and messages that a case has issued");
  AddRemoteOptions(*list, options->remote);
  list->add_option("case", options->id, "事项编号或凭证号 · Case id or receipt number")->required();
  list->add_option("--save", options->folder, "把每份文书写成 PDF，放入此文件夹 · Write each as PDF into this folder");
  list->callback([options] { throw CLI::RuntimeError(Fail(ListNotices(*options))); });

  CLI::App* print = group.add_subcommand("print", "再印一份文书 · Another copy of a notice: other paper, large print; every copy is kept");
  AddRemoteOptions(*print, options->remote);
  print->add_option("case", options->id, "事项编号或凭证号 · Case id or receipt number")->required();
  print->add_option_function<int64_t>("notice", [options](int64_t no) { options->copy.set_effect_no(no); },
                                      "文书的序号，见 notices 的第一列 · Number of the notice, the first column of `notices`")->required();
  print->add_option("--out", options->file, "写入此 PDF 文件 · PDF file to write")->required();
  print->add_option("--paper", *options->copy.mutable_paper(), "纸张：A4、A5 或 80mm · A4, A5 or 80mm")->check(CLI::IsMember({"A4", "A5", "80mm"}));
  print->add_flag_callback("--large-print", [options] { options->copy.set_large_print(true); }, "大字版 · Large print");
  print->add_option("--request-id", *options->copy.mutable_request_id(), "请求编号（UUID），同一编号重复提交只印一份 · UUID; the same one again gives the same copy");
  print->callback([options] { throw CLI::RuntimeError(Fail(PrintNotice(*options))); });
}

}  // namespace lianban::cli
