#pragma once
// Every method of the API by its path, read from the descriptors of the generated code.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "services/gateway/access.h"

namespace lianban::gateway {

struct Route {
  std::string path;     // "/lianban.casework.v1.Casework/GetCase"
  std::string service;  // "casework": where Channels leads
  const google::protobuf::Descriptor* input = nullptr;
  const google::protobuf::Descriptor* output = nullptr;
  bool server_streaming = false;
  bool no_side_effects = false;  // may be asked with GET
  MethodRule rule;
};

class RouteTable {
 public:
  // Every service of api/lianban. Methods that stream from the client are left out: browsers cannot send them.
  static RouteTable OfApi();

  const Route* Find(std::string_view path) const;  // nullptr when there is none, or it is internal
  std::vector<std::string> services() const;

 private:
  void Add(const google::protobuf::FileDescriptor* file);

  std::unordered_map<std::string, Route> routes_;
};

}  // namespace lianban::gateway
