#include "services/gateway/door.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/gateway/connect_error.h"
#include "services/gateway/cross_site.h"
#include "services/gateway/envelope.h"
#include "services/gateway/security_headers.h"
#include "services/gateway/session_calls.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/context.h"
#include "spdlog/spdlog.h"

namespace lianban::gateway {

// Compiled into this library from admin/public.
const std::map<std::string_view, std::string_view>& EmbeddedFiles();

namespace {

namespace asio = boost::asio;

constexpr absl::Duration kUnaryTimeoutMax = absl::Seconds(120);
constexpr absl::Duration kSessionTimeout = absl::Seconds(10);
constexpr char kGetContext[] = "/lianban.identity.v1.Identity/GetContext";

// Metadata of the services that clients may see; what belongs to the protocols or to us stays inside.
void PassOn(const Metadata& metadata, const std::string& prefix, Headers& headers) {
  for (const auto& [name, value] : metadata) {
    if (absl::StartsWith(name, "grpc-") || absl::StartsWith(name, "x-lianban-") || absl::StartsWith(name, ":") ||
        name == "content-type" || name == "user-agent" || name == "date") {
      continue;
    }
    std::string text = value;
    if (absl::EndsWith(name, "-bin")) {
      text = absl::Base64Escape(value);
      while (!text.empty() && text.back() == '=') text.pop_back();
    } else if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; })) {
      continue;
    }
    headers.Add(prefix + name, text);
  }
}

std::map<std::string_view, std::string_view> LandingPage() {
  std::map<std::string_view, std::string_view> files;
  for (const auto& [path, bytes] : EmbeddedFiles()) files.emplace(path.substr(path.rfind('/') + 1), bytes);
  return files;
}

bool HoldsRole(const identity::v1::Context& context, std::string_view role) {
  return std::any_of(context.desks().begin(), context.desks().end(),
                     [&](const identity::v1::Desk& desk) { return desk.role() == role; });
}

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace

Door::Door(DoorOptions options)
    : options_(std::move(options)),
      public_origin_(OriginOf(options_.public_url)),
      routes_(RouteTable::OfApi()),
      files_(options_.static_dir, LandingPage()) {}

std::optional<Response> Door::Health(const RequestHead& head) const {
  if (head.path != "/healthz" && head.path != "/readyz") return std::nullopt;
  const bool ok = head.path == "/healthz" || ready_;
  Response response;
  response.status = ok ? 200 : 503;
  response.headers.Set("content-type", "text/plain; charset=utf-8");
  AddApiHeaders(head.secure, response.headers);
  response.body = ok ? "ok\n" : "stopping\n";
  return response;
}

absl::Status Door::CheckLimit(const std::string& key, int per_minute, absl::Duration* wait) {
  const auto refused = limits_.Take(key, per_minute, absl::Now());
  if (!refused) return absl::OkStatus();
  *wait = std::max(*refused, absl::Seconds(1));
  return Error("TOO_MANY_REQUESTS", {{"seconds", std::to_string(absl::ToInt64Seconds(absl::Ceil(*wait, absl::Seconds(1))))}});
}

// `known`: the session was seen a moment ago and is limited by itself.
std::optional<grpc::Status> Door::LimitByAddress(const ApiCall& call, const std::string& client_address, bool known) {
  absl::Duration wait;
  const std::string address = LimitKey(client_address);
  if (call.route->rule.guessable) {
    const absl::Status limit = CheckLimit("g:" + call.route->path + address, options_.guesses_per_minute, &wait);
    if (!limit.ok()) return RetryError(limit, wait);
  }
  if (!known) {
    const absl::Status limit = CheckLimit("a:" + address, options_.requests_per_minute, &wait);
    if (!limit.ok()) return RetryError(limit, wait);
  }
  return std::nullopt;
}

asio::awaitable<std::variant<Response, AdmittedCall>> Door::Admit(RequestHead head) {
  if (auto health = Health(head)) co_return *std::move(health);
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (!IsApiPath(head.path) && (reads || head.method != "POST")) co_return files_.Serve(head);

  AdmittedCall admitted;
  admitted.start_time = absl::Now();
  admitted.trace = ReadTrace(head.headers);
  admitted.secure = head.secure;
  admitted.client_address = head.client_address;
  auto read = ReadApiCall(routes_, head);
  if (auto* refusal = std::get_if<Response>(&read)) co_return Finish(admitted, std::move(*refusal));
  admitted.call = std::get<ApiCall>(std::move(read));
  const MethodRule& rule = admitted.call.route->rule;
  admitted.body_bytes_max = rule.body_bytes_max != 0 ? std::min(rule.body_bytes_max, options_.body_bytes_max)
                                                     : options_.body_bytes_max;
  admitted.credentials = ReadCredentials(head);
  const bool public_call = rule.access == Access::kPublic;
  if (head.method == "POST") {
    const bool by_cookie = admitted.credentials.by_cookie && !public_call;
    if (absl::Status same = CheckSameSite(head, by_cookie, public_origin_); !same.ok()) {
      co_return Finish(admitted, admitted.call.Refuse(OwnError(same)));
    }
  }
  const bool known = !public_call && !admitted.credentials.token.empty() &&
                     sessions_.Find(admitted.credentials.token, admitted.trace.locale, admitted.start_time).has_value();
  if (const auto limit = LimitByAddress(admitted.call, head.client_address, known)) {
    Log(admitted, *limit);
    co_return Finish(admitted, admitted.call.Refuse(*limit));
  }
  if (!public_call) {
    const grpc::Status session = co_await FindSession(admitted);
    if (!session.ok()) {
      Log(admitted, session);
      co_return Finish(admitted, admitted.call.Refuse(session));
    }
  }
  co_return admitted;
}

asio::awaitable<grpc::Status> Door::FindSession(AdmittedCall& admitted) {
  const std::string& token = admitted.credentials.token;
  if (token.empty()) co_return OwnError(Error("UNAUTHENTICATED"));
  const std::string& locale = admitted.trace.locale;
  auto session = sessions_.Find(token, locale, absl::Now());
  if (!session) {
    const uint64_t epoch = sessions_.epoch();
    identity::v1::GetContextRequest request;
    request.set_session_token(token);
    request.set_locale(locale);
    UpstreamCall call{options_.channel("identity"), kGetContext, admitted.trace.Metadata(),
                      absl::Now() + kSessionTimeout, request.SerializeAsString(), calls_};
    const UpstreamAnswer answer = co_await CallUnary(std::move(call));
    if (!answer.status.ok()) co_return WithoutInternals(answer.status, "identity");
    identity::v1::GetContextResponse response;
    if (!response.ParseFromString(answer.bytes)) co_return OwnError(absl::InternalError("context of identity"));
    session = Session{response.signed_context(), response.context().session_id(), response.context().city_id(),
                      HoldsRole(response.context(), "importer"), ToTime(response.expire_time())};
    sessions_.Put(token, locale, *session, epoch, absl::Now());
  }
  admitted.session = *session;
  absl::Duration wait;
  const absl::Status limit = CheckLimit(
      "s:" + session->city_id + ":" + session->session_id,
      session->importer ? options_.requests_per_minute_importer : options_.requests_per_minute, &wait);
  if (!limit.ok()) co_return RetryError(limit, wait);
  co_return grpc::Status::OK;
}

UpstreamCall Door::Upstream(const AdmittedCall& admitted, std::string request) const {
  UpstreamCall call;
  call.channel = options_.channel(admitted.call.route->service);
  call.path = admitted.call.route->path;
  call.metadata = admitted.trace.Metadata();
  if (!admitted.session.signed_context.empty()) {
    call.metadata.emplace_back(rpc::kContextKey, admitted.session.signed_context);
  }
  if (admitted.call.streaming()) {
    if (admitted.call.timeout) call.deadline = admitted.start_time + *admitted.call.timeout;
  } else {
    call.deadline = admitted.start_time + std::min(admitted.call.timeout.value_or(kUnaryTimeoutMax), kUnaryTimeoutMax);
  }
  call.request = std::move(request);
  call.count = calls_;
  return call;
}

absl::StatusOr<std::string> Door::RequestBytes(const AdmittedCall& admitted, std::string body) const {
  const ApiCall& call = admitted.call;
  if (call.streaming()) {
    LIANBAN_ASSIGN_OR_RETURN(body, OnlyMessage(body));
  } else if (call.message) {
    body = *call.message;
  }
  LIANBAN_ASSIGN_OR_RETURN(std::string binary,
                           transcoder_.ToBinary(call.codec, *call.route->input, std::move(body)));
  return AdjustRequest(admitted, std::move(binary));
}

asio::awaitable<Response> Door::Unary(const AdmittedCall& admitted, std::string body) {
  const ApiCall& call = admitted.call;
  absl::StatusOr<std::string> request = RequestBytes(admitted, std::move(body));
  if (!request.ok()) co_return Finish(admitted, ErrorResponse(request.status()));
  const std::string sent = *request;
  UpstreamAnswer answer = co_await CallUnary(Upstream(admitted, *std::move(request)));
  grpc::Status status = answer.status;
  if (!status.ok() && status.error_details().empty() && !Transcoder::Parses(*call.route->input, sent)) {
    status = OwnError(Error("PROTO_INVALID", {{"type", call.route->input->name()}}));
  }
  status = WithoutInternals(status, call.route->service);
  Log(admitted, status);
  Response response;
  if (status.ok()) {
    if (AdjustResponse(admitted, answer.bytes, response)) sessions_.ForgetAll();
    auto encoded = transcoder_.FromBinary(call.codec, *call.route->output, std::move(answer.bytes));
    if (!encoded.ok()) co_return Finish(admitted, ErrorResponse(encoded.status()));
    response.headers.Set("content-type", std::string(call.content_type()));
    response.body = *std::move(encoded);
  } else {
    response = ErrorResponse(status);
  }
  PassOn(answer.headers, "", response.headers);
  PassOn(answer.trailers, "trailer-", response.headers);
  co_return Finish(admitted, std::move(response));
}

asio::awaitable<void> Door::Stream(const AdmittedCall& admitted, std::string body, FrameSink& sink) {
  const ApiCall& call = admitted.call;
  absl::StatusOr<std::string> request = RequestBytes(admitted, std::move(body));
  Response head;
  head.headers.Set("content-type", std::string(call.content_type()));
  head.headers.Set("x-accel-buffering", "no");
  const bool begun = co_await sink.Begin(Finish(admitted, std::move(head)));
  if (!begun) co_return;
  grpc::Status status;
  if (request.ok()) {
    auto stream = co_await UpstreamStream::Start(Upstream(admitted, *std::move(request)));
    sink.Attach(stream.get());
    while (true) {
      std::optional<std::string> message = co_await stream->Next();
      if (!message) break;
      auto encoded = transcoder_.FromBinary(call.codec, *call.route->output, *std::move(message));
      if (!encoded.ok()) {
        stream->Stop(OwnError(encoded.status()));
        break;
      }
      const bool written = co_await sink.Write(Envelope(0, *encoded));
      if (!written) {
        sink.Attach(nullptr);
        co_return;
      }
    }
    sink.Attach(nullptr);
    status = WithoutInternals(stream->status(), call.route->service);
  } else {
    status = OwnError(request.status());
  }
  Log(admitted, status);
  co_await sink.Write(EndOfStream(status));
}

Response Door::Refuse(const AdmittedCall* admitted, bool secure, const absl::Status& error) const {
  if (admitted != nullptr) return Finish(*admitted, admitted->call.Refuse(OwnError(error)));
  Response response = ErrorResponse(error);
  AddApiHeaders(secure, response.headers);
  return response;
}

Response Door::Finish(const AdmittedCall& admitted, Response response) const {
  AddApiHeaders(admitted.secure, response.headers);
  response.headers.Set("x-request-id", admitted.trace.request_id);
  return response;
}

void Door::Log(const AdmittedCall& admitted, const grpc::Status& status) const {
  const auto level = status.error_code() == grpc::StatusCode::INTERNAL || status.error_code() == grpc::StatusCode::UNKNOWN
                         ? spdlog::level::err
                         : spdlog::level::debug;
  spdlog::log(level, "request {} {} {} {:.1f} ms", admitted.trace.request_id, admitted.call.route->path,
              status.ok() ? "ok" : ConnectCode(status.error_code()),
              absl::ToDoubleMilliseconds(absl::Now() - admitted.start_time));
}

}  // namespace lianban::gateway
