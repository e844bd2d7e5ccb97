#pragma once
// JSON <-> protobuf bytes by descriptor, without generated code.

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/type_resolver.h"

namespace lianban::gateway {

enum class Codec { kProto, kJson };

// Thread-safe.
class Transcoder {
 public:
  Transcoder();

  // Request body to protobuf bytes; with kProto the bytes are taken as they are. Unknown JSON fields are refused, so that
  // a misspelt field is told and not lost. Errors: JSON_INVALID.
  absl::StatusOr<std::string> ToBinary(Codec codec, const google::protobuf::Descriptor& type, std::string body) const;

  // Protobuf bytes to the client's codec. An error here means that the service answered nonsense.
  absl::StatusOr<std::string> FromBinary(Codec codec, const google::protobuf::Descriptor& type,
                                         std::string binary) const;

  // Whether `binary` is a message of this type: tells a bad request from a broken service after the fact.
  static bool Parses(const google::protobuf::Descriptor& type, const std::string& binary);

 private:
  std::unique_ptr<google::protobuf::util::TypeResolver> resolver_;
};

}  // namespace lianban::gateway
