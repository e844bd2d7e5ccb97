#include "services/gateway/route_table.h"

#include <set>

#include "google/protobuf/descriptor.pb.h"
#include "lianban/casework/v1/casework.pb.h"
#include "lianban/casework/v1/clock_runs.pb.h"
#include "lianban/casework/v1/connectors.pb.h"
#include "lianban/casework/v1/journal.pb.h"
#include "lianban/casework/v1/migration.pb.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "lianban/identity/v1/identity.pb.h"
#include "lianban/identity/v1/second_factor.pb.h"
#include "lianban/intake/v1/intake.pb.h"
#include "lianban/records/v1/records.pb.h"
#include "services/lib/check/check.h"

namespace lianban::gateway {
namespace {

// "lianban.casework.v1" -> "casework"
std::string ServiceName(const std::string& package) {
  const size_t begin = package.find('.') + 1;
  return package.substr(begin, package.find('.', begin) - begin);
}

}  // namespace

RouteTable RouteTable::OfApi() {
  RouteTable table;
  for (const google::protobuf::Descriptor* message :
       {identity::v1::SignInRequest::descriptor(), catalog::v1::Item::descriptor(),
        identity::v1::EnrolSecondFactorRequest::descriptor(),
        casework::v1::StartCaseRequest::descriptor(), casework::v1::Connector::descriptor(),
        casework::v1::ClockRun::descriptor(), casework::v1::JournalRecord::descriptor(),
        casework::v1::Migration::descriptor(),
        intake::v1::Matter::descriptor(),
        records::v1::RenderDocumentRequest::descriptor()}) {
    table.Add(message->file());
  }
  for (const MethodRule& rule : MethodRules()) {
    LIANBAN_CHECK(table.routes_.contains(std::string(rule.path)), "access rule for unknown method {}", rule.path);
  }
  return table;
}

void RouteTable::Add(const google::protobuf::FileDescriptor* file) {
  for (int s = 0; s < file->service_count(); ++s) {
    const google::protobuf::ServiceDescriptor* service = file->service(s);
    for (int m = 0; m < service->method_count(); ++m) {
      const google::protobuf::MethodDescriptor* method = service->method(m);
      if (method->client_streaming()) continue;
      Route route;
      route.path = "/" + service->full_name() + "/" + method->name();
      route.service = ServiceName(file->package());
      route.input = method->input_type();
      route.output = method->output_type();
      route.server_streaming = method->server_streaming();
      route.no_side_effects =
          method->options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
      route.rule = RuleFor(route.path);
      routes_[route.path] = route;
    }
  }
}

const Route* RouteTable::Find(std::string_view path) const {
  const auto found = routes_.find(std::string(path));
  if (found == routes_.end() || found->second.rule.access == Access::kInternal) return nullptr;
  return &found->second;
}

std::vector<std::string> RouteTable::services() const {
  std::set<std::string> names;
  for (const auto& [path, route] : routes_) names.insert(route.service);
  return {names.begin(), names.end()};
}

}  // namespace lianban::gateway
