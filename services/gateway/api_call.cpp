#include "services/gateway/api_call.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "services/gateway/connect_error.h"
#include "services/gateway/envelope.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {
namespace {

// An error whose HTTP status says more than its code does.
Response WithStatus(unsigned status, const absl::Status& error) {
  Response response = ErrorResponse(error);
  response.status = status;
  return response;
}

// "application/json; charset=utf-8" -> "application/json"
std::string MediaType(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  absl::StripAsciiWhitespace(&type);
  absl::AsciiStrToLower(&type);
  return type;
}

std::optional<Codec> CodecOf(std::string_view name) {
  if (name == "proto") return Codec::kProto;
  if (name == "json") return Codec::kJson;
  return std::nullopt;
}

std::optional<Codec> CodecOfContentType(std::string_view content_type, bool streaming) {
  const std::string type = MediaType(content_type);
  const std::string_view prefix = streaming ? "application/connect+" : "application/";
  if (!type.starts_with(prefix)) return std::nullopt;
  return CodecOf(std::string_view(type).substr(prefix.size()));
}

Response UnsupportedCodec(const Route& route, std::string_view asked) {
  Response response = WithStatus(415, Error("CODEC_UNSUPPORTED", {{"type", std::string(asked.substr(0, 100))}}));
  response.headers.Set("accept-post", route.server_streaming ? "application/connect+proto, application/connect+json"
                                                             : "application/proto, application/json");
  return response;
}

absl::Status CheckCoding(std::string_view coding) {
  if (coding.empty() || coding == "identity") return absl::OkStatus();
  return Error("COMPRESSION_UNSUPPORTED", {{"coding", std::string(coding.substr(0, 40))}});
}

absl::Status ReadTimeout(const Headers& headers, ApiCall& call) {
  const auto text = headers.Find("connect-timeout-ms");
  if (!text) return absl::OkStatus();
  int64_t milliseconds = 0;
  const bool digits = !text->empty() && text->size() <= 10 && std::all_of(text->begin(), text->end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  if (!digits || !absl::SimpleAtoi(absl::string_view(text->data(), text->size()), &milliseconds)) {
    return Error("TIMEOUT_INVALID", {{"value", std::string(text->substr(0, 40))}});
  }
  call.timeout = absl::Milliseconds(milliseconds);
  return absl::OkStatus();
}

// Query of a GET: encoding, message, base64, compression, connect; any order, others are ignored.
std::optional<Response> ReadQuery(const RequestHead& head, ApiCall& call) {
  const auto query = ParseQuery(head.query);
  if (!query) return ErrorResponse(Error("REQUEST_INVALID", {{"detail", "query"}}));
  std::optional<std::string> encoding, message;
  bool base64 = false;
  for (const auto& [name, value] : *query) {
    if (name == "encoding") encoding = value;
    if (name == "message") message = value;
    if (name == "base64") base64 = value == "1";
    if (name == "compression") {
      if (absl::Status coding = CheckCoding(value); !coding.ok()) return ErrorResponse(coding);
    }
    if (name == "connect" && value != "v1") {
      return ErrorResponse(Error("PROTOCOL_VERSION_UNSUPPORTED", {{"version", value.substr(0, 20)}}));
    }
  }
  if (!encoding || !message) {
    return ErrorResponse(Error("REQUEST_INVALID", {{"detail", !encoding ? "encoding" : "message"}}));
  }
  const auto codec = CodecOf(*encoding);
  if (!codec) return UnsupportedCodec(*call.route, *encoding);
  call.codec = *codec;
  if (base64) {
    while (!message->empty() && message->back() == '=') message->pop_back();
    std::string bytes;
    if (!absl::WebSafeBase64Unescape(*message, &bytes)) {
      return ErrorResponse(Error("REQUEST_INVALID", {{"detail", "message: base64"}}));
    }
    message = bytes;
  }
  call.message = std::move(message);
  return std::nullopt;
}

}  // namespace

std::string_view ApiCall::content_type() const {
  if (streaming()) return codec == Codec::kJson ? "application/connect+json" : "application/connect+proto";
  return codec == Codec::kJson ? "application/json" : "application/proto";
}

Response ApiCall::Refuse(const grpc::Status& status) const {
  if (!streaming()) return ErrorResponse(status);
  Response response;
  response.headers.Set("content-type", std::string(content_type()));
  response.body = EndOfStream(status);
  return response;
}

bool IsApiPath(std::string_view path) { return path.starts_with("/lianban.") || path.starts_with("/grpc."); }

std::variant<ApiCall, Response> ReadApiCall(const RouteTable& routes, const RequestHead& head) {
  ApiCall call;
  call.route = routes.Find(head.path);
  if (call.route == nullptr) {
    return WithStatus(404, Error("METHOD_UNKNOWN", {{"method", head.path.substr(0, 200)}}));
  }
  const bool get = head.method == "GET" && call.route->no_side_effects && !call.streaming();
  if (!get && head.method != "POST") {
    Response response = WithStatus(405, Error("VERB_UNSUPPORTED", {{"verb", head.method.substr(0, 20)}}));
    response.headers.Set("allow", call.route->no_side_effects && !call.streaming() ? "POST, GET" : "POST");
    return response;
  }
  if (get) {
    if (auto refusal = ReadQuery(head, call)) return *std::move(refusal);
  } else {
    const std::string_view content_type = head.headers.Get("content-type");
    const auto codec = CodecOfContentType(content_type, call.streaming());
    if (!codec) return UnsupportedCodec(*call.route, content_type);
    call.codec = *codec;
  }
  const auto version = head.headers.Find("connect-protocol-version");
  if (version && *version != "1") {
    return call.Refuse(
        OwnError(Error("PROTOCOL_VERSION_UNSUPPORTED", {{"version", std::string(version->substr(0, 20))}})));
  }
  const char* coding = call.streaming() ? "connect-content-encoding" : "content-encoding";
  if (absl::Status status = CheckCoding(head.headers.Get(coding)); !status.ok()) return call.Refuse(OwnError(status));
  if (absl::Status status = ReadTimeout(head.headers, call); !status.ok()) return call.Refuse(OwnError(status));
  return call;
}

}  // namespace lianban::gateway
