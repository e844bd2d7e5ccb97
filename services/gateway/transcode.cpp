#include "services/gateway/transcode.h"

#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "services/gateway/json_fault.h"

namespace lianban::gateway {
namespace {

constexpr char kPrefix[] = "type.googleapis.com";

std::string TypeUrl(const google::protobuf::Descriptor& type) { return std::string(kPrefix) + "/" + type.full_name(); }

// The first line and not too much of it: the parser quotes the input.
std::string Short(std::string text) {
  text = text.substr(0, text.find('\n'));
  if (text.size() > 200) text.resize(200);
  return text;
}

}  // namespace

Transcoder::Transcoder()
    : resolver_(google::protobuf::util::NewTypeResolverForDescriptorPool(
          kPrefix, google::protobuf::DescriptorPool::generated_pool())) {}

absl::StatusOr<std::string> Transcoder::ToBinary(Codec codec, const google::protobuf::Descriptor& type,
                                                 std::string body) const {
  if (codec == Codec::kProto) return body;
  std::string binary;
  const auto status = google::protobuf::util::JsonToBinaryString(resolver_.get(), TypeUrl(type), body, &binary);
  if (!status.ok()) return JsonFault(Short(std::string(status.message())));
  return binary;
}

absl::StatusOr<std::string> Transcoder::FromBinary(Codec codec, const google::protobuf::Descriptor& type,
                                                   std::string binary) const {
  if (codec == Codec::kProto) return binary;
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(resolver_.get(), TypeUrl(type), binary, &json);
  if (!status.ok()) return absl::InternalError(std::string(status.message()));
  return json;
}

bool Transcoder::Parses(const google::protobuf::Descriptor& type, const std::string& binary) {
  const auto* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
  if (prototype == nullptr) return false;
  std::unique_ptr<google::protobuf::Message> message(prototype->New());
  return message->ParseFromString(binary);
}

}  // namespace lianban::gateway
