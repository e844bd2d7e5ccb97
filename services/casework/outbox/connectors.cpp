#include "services/casework/outbox/connectors.h"

#include "absl/time/clock.h"
#include "re2/re2.h"
#include "services/casework/access.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/store/array_param.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/journal/journal.h"

namespace lianban::casework {
namespace {

constexpr size_t kSecretMin = 16;  // bytes; shorter ones are guessed

absl::Status Check(const v1::PutConnectorRequest& request) {
  static const RE2 name("[a-z][a-z0-9_]{0,39}"), url("https?://[^/@\\s]+(/[^\\s#]*)?");
  const auto invalid = [](const char* field) { return Error("REQUEST_INVALID", {{"detail", field}}); };
  if (!RE2::FullMatch(request.name(), name)) return invalid("name");
  if (request.url().size() > 500 || !RE2::FullMatch(request.url(), url)) return invalid("url");
  if (!request.secret().empty() && request.secret().size() < kSecretMin) return invalid("secret");
  return absl::OkStatus();
}

}  // namespace

std::string Connectors::Place(const std::string& city_id, const std::string& name) const {
  return city_id + "/casework.connector/" + name;
}

absl::StatusOr<v1::Connector> Connectors::Put(const rpc::Context& caller, const v1::PutConnectorRequest& request) {
  if (!IsSystemAdmin(caller)) return Error("PERMISSION_DENIED");
  LIANBAN_RETURN_IF_ERROR(Check(request));
  LIANBAN_ASSIGN_OR_RETURN(const auto known, Load(caller.city_id()));
  if (request.secret().empty() && !known.contains(request.name())) return Error("CONNECTOR_SECRET_NEEDED");
  std::string sealed;
  if (!request.secret().empty()) {
    sealed = crypto::EncryptField(crypto::FieldCipher::kAes256Gcm, 1, sealing_key_,
                                  Place(caller.city_id(), request.name()), request.secret());
  }
  const absl::Time now = absl::Now();
  std::vector<postgres::Statement> statements = {
      {"put_connector", {caller.city_id(), request.name(), request.url(), postgres::Bytes(sealed),
                         request.paused() ? "t" : "f", TimeText(now), caller.user_id()}}};
  for (postgres::Statement& note : journal::StatementsOf(caller.city_id(), {.kind = "put_connector",
                                                                            .subjects = {"casework.connector " + request.name()},
                                                                            .time = now,
                                                                            .actor_id = caller.user_id(),
                                                                            .actor_name = caller.user_name()})) {
    statements.push_back(std::move(note));
  }
  LIANBAN_RETURN_IF_ERROR(connections_.RunTx(caller.city_id(), statements).status());
  v1::Connector response;
  response.set_name(request.name());
  response.set_url(request.url());
  response.set_paused(request.paused());
  SetTime(now, response.mutable_change_time());
  response.set_changed_by(caller.user_id());
  return response;
}

absl::StatusOr<v1::ListConnectorsResponse> Connectors::List(const rpc::Context& caller) {
  if (!IsSystemAdmin(caller)) return Error("PERMISSION_DENIED");
  LIANBAN_ASSIGN_OR_RETURN(const Results results,
                           connections_.RunTx(caller.city_id(), {{"list_connectors", {caller.city_id()}}}));
  v1::ListConnectorsResponse response;
  for (int row = 0; row < results[0]->size(); ++row) {
    auto* connector = response.add_connectors();
    connector->set_name(results[0]->GetString(row, 0));
    connector->set_url(results[0]->GetString(row, 1));
    connector->set_paused(results[0]->GetBool(row, 3));
    SetTime(TimeFromText(results[0]->Get(row, 4)), connector->mutable_change_time());
    connector->set_changed_by(results[0]->GetString(row, 5));
  }
  return response;
}

absl::StatusOr<std::map<std::string, Connector>> Connectors::Load(const std::string& city_id) {
  LIANBAN_ASSIGN_OR_RETURN(const Results results,
                           connections_.RunTx(city_id, {{"list_connectors", {city_id}}}));
  std::map<std::string, Connector> connectors;
  for (int row = 0; row < results[0]->size(); ++row) {
    const std::string name = results[0]->GetString(row, 0);
    LIANBAN_ASSIGN_OR_RETURN(
        std::string secret,
        crypto::DecryptField(sealing_key_, Place(city_id, name), postgres::FromBytes(results[0]->Get(row, 2))));
    connectors[name] = {results[0]->GetString(row, 1), std::move(secret), results[0]->GetBool(row, 3)};
  }
  return connectors;
}

}  // namespace lianban::casework
