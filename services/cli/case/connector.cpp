// lianban connector put | list | effects | resend

#include "CLI/CLI.hpp"
#include "fmt/format.h"
#include "lianban/casework/v1/connectors.pb.h"
#include "services/cli/account/password_file.h"
#include "services/cli/command.h"
#include "services/cli/connect/remote.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/table.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

struct ConnectorOptions {
  RemoteOptions remote;
  std::string name, url, secret_file, case_id;
  int64_t effect_no = 0;
  bool paused = false;
  int limit = 100;
};

std::string ConnectorRows(const google::protobuf::RepeatedPtrField<Connector>& connectors) {
  std::vector<std::vector<std::string>> rows = {
      {std::string(Say("名称", "name")), std::string(Say("地址", "address")), std::string(Say("状态", "state")),
       std::string(Say("变更", "changed"))}};
  for (const Connector& connector : connectors) {
    rows.push_back({connector.name(), connector.url(),
                    std::string(connector.paused() ? Say("暂停", "paused") : Say("启用", "on")),
                    connector.changed_by()});
  }
  return AlignedTable(rows);
}

std::string_view StateName(const std::string& state) {
  if (state == "pending") return Say("待发送", "pending");
  if (state == "sent") return Say("已送达", "sent");
  if (state == "failed") return Say("失败", "failed");
  return Say("已记录", "recorded");
}

std::string EffectRows(const google::protobuf::RepeatedPtrField<Effect>& effects) {
  std::vector<std::vector<std::string>> rows = {
      {std::string(Say("事项", "case")), std::string(Say("序号", "no")), std::string(Say("种类", "kind")),
       std::string(Say("状态", "state")), std::string(Say("次数", "attempts")), std::string(Say("原因", "why"))}};
  for (const Effect& effect : effects) {
    rows.push_back({effect.case_id(), std::to_string(effect.effect_no()), effect.kind(),
                    std::string(StateName(effect.state())), std::to_string(effect.attempt()), effect.last_error()});
  }
  return AlignedTable(rows);
}

absl::Status Put(const ConnectorOptions& options) {
  PutConnectorRequest request;
  request.set_name(options.name);
  request.set_url(options.url);
  request.set_paused(options.paused);
  if (!options.secret_file.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(*request.mutable_secret(), ReadPassword(options.secret_file));
  }
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ListConnectorsResponse shown;
  LIANBAN_ASSIGN_OR_RETURN(*shown.add_connectors(),
                           client->Call<Connector>("lianban.casework.v1.Connectors/PutConnector", request));
  PrintAnswer(options.remote, shown.connectors(0), ConnectorRows(shown.connectors()));
  return absl::OkStatus();
}

absl::Status ListConnectors(const ConnectorOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const auto list,
                           client->Call<ListConnectorsResponse>("lianban.casework.v1.Connectors/ListConnectors",
                                                                ListConnectorsRequest()));
  PrintAnswer(options.remote, list,
              list.connectors_size() == 0 ? std::string(Say("没有登记外部系统。\n", "no connectors.\n"))
                                          : ConnectorRows(list.connectors()));
  return absl::OkStatus();
}

absl::Status ShowEffects(const ConnectorOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ListEffectsRequest request;
  request.set_case_id(options.case_id);
  request.set_page_size(options.limit);
  LIANBAN_ASSIGN_OR_RETURN(
      const auto list, client->Call<ListEffectsResponse>("lianban.casework.v1.Connectors/ListEffects", request));
  const auto nothing = options.case_id.empty() ? Say("没有发送失败的内容。\n", "nothing was given up.\n")
                                               : Say("该事项没有外发内容。\n", "nothing went out from this case.\n");
  PrintAnswer(options.remote, list, list.effects_size() == 0 ? std::string(nothing) : EffectRows(list.effects()));
  return absl::OkStatus();
}

absl::Status Resend(const ConnectorOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ResendEffectRequest request;
  request.set_case_id(options.case_id);
  request.set_effect_no(options.effect_no);
  ListEffectsResponse shown;
  LIANBAN_ASSIGN_OR_RETURN(*shown.add_effects(),
                           client->Call<Effect>("lianban.casework.v1.Connectors/ResendEffect", request));
  PrintAnswer(options.remote, shown.effects(0), EffectRows(shown.effects()));
  return absl::OkStatus();
}

CLI::App* Add(CLI::App& parent, const std::shared_ptr<ConnectorOptions>& options, const char* name,
              const char* sentence, absl::Status (*run)(const ConnectorOptions&)) {
  CLI::App* command = parent.add_subcommand(name, sentence);
  AddRemoteOptions(*command, options->remote);
  command->callback([options, run] { throw CLI::RuntimeError(Fail(run(*options))); });
  return command;
}

}  // namespace

void AddConnector(CLI::App& app) {
  CLI::App* group = app.add_subcommand("connector", "外部系统 · Systems outside that scripts call, and what did not arrive");
  group->require_subcommand(1);
  auto options = std::make_shared<ConnectorOptions>();
  CLI::App* put = Add(*group, options, "put", "登记、修改外部系统 · Make or change a connector", Put);
  put->add_option("name", options->name, "名称，与脚本里 connector 写的一致 · As scripts write it: effect { connector = NAME }")->required();
  put->add_option("--to", options->url, "接收地址，签名的 CloudEvents 发到这里 · Address that signed CloudEvents are posted to")->required();
  put->add_option("--secret-file", options->secret_file,
                  "签名密钥文件，至少 16 字节，不写则沿用原来的 · File with the secret of the signature, at least 16 bytes; left out: the old one stays");
  put->add_flag("--paused", options->paused, "暂停发送，先存着 · Effects wait until it goes on");
  Add(*group, options, "list", "已登记的外部系统 · The connectors of the city", ListConnectors);
  CLI::App* effects = Add(*group, options, "effects", "一件事发出了什么，或全市没有送达的 · What a case sent out, or what was given up in the whole city", ShowEffects);
  effects->add_option("case", options->case_id, "事项编号，不写则列出全市没有送达的 · Id of the case; left out: what was given up");
  effects->add_option("--limit", options->limit, "最多列出多少条 · How many at most")->check(CLI::Range(1, 1000))->capture_default_str();
  CLI::App* resend = Add(*group, options, "resend", "重新发送没有送达的 · Send again what was given up", Resend);
  resend->add_option("case", options->case_id, "事项编号 · Id of the case")->required();
  resend->add_option("effect", options->effect_no, "在该事项中的序号 · Its number in the case")->required();
}

}  // namespace lianban::cli
