#include "services/gateway/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/read_size.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>
#include <limits>

#include "fmt/format.h"
#include "services/gateway/connect_error.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

namespace {

// Bodies up to this size are read even for a request that is refused, so that the connection can be kept.
constexpr uint64_t kDiscardBytesMax = 64 << 10;

// Status line and header fields without the empty line that ends them.
std::string HeadText(const Response& response, unsigned version, bool keep_alive) {
  const beast::string_view reason = http::obsolete_reason(http::int_to_status(response.status));
  std::string text = fmt::format("HTTP/1.{} {} {}\r\n", version % 10, response.status,
                                 std::string_view(reason.data(), reason.size()));
  for (const auto& [name, value] : response.headers.fields()) text += fmt::format("{}: {}\r\n", name, value);
  // HTTP/1.1 keeps a connection and HTTP/1.0 ends it, unless it is said.
  if (keep_alive != (version >= 11)) text += keep_alive ? "connection: keep-alive\r\n" : "connection: close\r\n";
  return text;
}

}  // namespace

void Connection::Run(std::function<void()> finished) {
  asio::co_spawn(
      transport_->socket().get_executor(), [self = shared_from_this()] { return self->Serve(); },
      [self = shared_from_this(), finished = std::move(finished)](std::exception_ptr) { finished(); });
}

void Connection::BeginDrain() {
  asio::post(transport_->socket().get_executor(), [self = shared_from_this()] {
    self->draining_ = true;
    if (self->idle_) self->CloseSocket();
    if (self->upstream_ != nullptr) self->upstream_->Stop(OwnError(Error("SERVER_STOPPING")));
  });
}

void Connection::Abort() {
  asio::post(transport_->socket().get_executor(), [self = shared_from_this()] { self->CloseSocket(); });
}

void Connection::Attach(UpstreamStream* stream) {
  upstream_ = stream;
  if (stream != nullptr && draining_) stream->Stop(OwnError(Error("SERVER_STOPPING")));
}

void Connection::CloseSocket() {
  error_code ignored;
  transport_->socket().socket().close(ignored);
}

asio::awaitable<void> Connection::Serve() {
  ExpireAfter(options_.header_timeout);
  const error_code error = co_await transport_->Open();
  if (error) co_return;
  while (true) {
    const bool came = co_await WaitForRequest();
    if (!came) break;
    const bool keep = co_await ServeRequest();
    if (!keep || draining_) break;
  }
  co_await transport_->Close();
  CloseSocket();
}

// The first byte of the next request; until then nothing is lost by closing.
asio::awaitable<bool> Connection::WaitForRequest() {
  if (buffer_.size() > 0) co_return true;
  if (draining_) co_return false;
  idle_ = true;
  ExpireAfter(options_.idle_timeout);
  const Transferred read = co_await transport_->ReadSome(buffer_.prepare(4096));
  idle_ = false;
  if (read.error) co_return false;
  buffer_.commit(read.bytes);
  co_return true;
}

asio::awaitable<bool> Connection::ServeRequest() {
  Parser parser;
  parser.header_limit(static_cast<uint32_t>(options_.header_bytes_max));
  parser.body_limit(std::numeric_limits<uint64_t>::max());  // decided when it is known what is asked
  ExpireAfter(options_.header_timeout);
  const error_code error = co_await Receive(parser, false);
  if (error) co_return co_await RefuseHeader(error);
  version_ = parser.get().version();
  if (version_ >= 11 && parser.get().count(http::field::host) != 1) {
    const absl::Status invalid = Error("REQUEST_INVALID", {{"detail", "Host"}});
    co_return co_await Refuse(parser, door_.Refuse(nullptr, transport_->tls(), invalid));
  }
  auto admitted = co_await door_.Admit(HeadOf(parser));
  if (auto* response = std::get_if<Response>(&admitted)) co_return co_await Refuse(parser, std::move(*response));
  co_return co_await ServeCall(std::get<AdmittedCall>(admitted), parser);
}

// What is not HTTP is told so; a client that went or was too slow is not told anything.
asio::awaitable<bool> Connection::RefuseHeader(error_code error) {
  const bool too_large = error == http::error::header_limit || error == http::error::buffer_overflow;
  const bool of_http = error.category() == http::make_error_code(http::error::bad_method).category();
  if (!of_http || error == http::error::end_of_stream || error == http::error::partial_message) co_return false;
  const absl::Status refusal =
      too_large ? Error("HEADERS_TOO_LARGE") : Error("REQUEST_INVALID", {{"detail", error.message()}});
  Response response = door_.Refuse(nullptr, transport_->tls(), refusal);
  if (too_large) response.status = 431;
  co_await Send(response, false, false);
  co_await Linger();
  co_return false;
}

// Reads until the header, or the whole request, has been understood.
asio::awaitable<error_code> Connection::Receive(Parser& parser, bool body) {
  parser.eager(body);
  while (body ? !parser.is_done() : !parser.is_header_done()) {
    error_code error = http::error::need_more;
    if (buffer_.size() > 0) {
      const size_t used = parser.put(buffer_.data(), error);
      buffer_.consume(used);
      if (!error) continue;
    }
    if (error != http::error::need_more) co_return error;
    const Transferred read = co_await transport_->ReadSome(buffer_.prepare(beast::read_size(buffer_, 64 << 10)));
    if (read.error == asio::error::eof && parser.got_some()) {
      error.clear();
      parser.put_eof(error);
      if (error) co_return error;
    } else if (read.error) {
      co_return read.error == asio::error::eof ? http::make_error_code(http::error::end_of_stream) : read.error;
    }
    buffer_.commit(read.bytes);
  }
  co_return error_code();
}

asio::awaitable<bool> Connection::ServeCall(AdmittedCall& admitted, Parser& parser) {
  using namespace asio::experimental::awaitable_operators;
  std::optional<Response> refusal;
  const bool read = co_await ReadBody(parser, admitted, refusal);
  if (refusal) co_return co_await Refuse(parser, *std::move(refusal));
  if (!read) co_return false;
  const bool keep_alive = parser.get().keep_alive();
  transport_->socket().expires_never();
  if (admitted.call.streaming()) {
    auto ended = co_await (door_.Stream(admitted, std::move(parser.get().body()), *this) || UntilGone());
    if (ended.index() == 1) co_return false;
    // The last chunk: the body of the response ends here.
    const bool closed = co_await Write("");
    co_return closed && keep_alive && version_ >= 11;
  }
  auto answer = co_await (door_.Unary(admitted, std::move(parser.get().body())) || UntilGone());
  if (answer.index() == 1) co_return false;
  co_return co_await Send(std::get<0>(answer), false, keep_alive);
}

// Reads on while a call is under way: only so is a client that went away noticed. Bytes of a next request are kept.
asio::awaitable<void> Connection::UntilGone() {
  asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  if (buffer_.size() == 0) {
    const Transferred read = co_await transport_->ReadSome(buffer_.prepare(4096));
    if (read.error) co_return;
    buffer_.commit(read.bytes);
  }
  co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<bool> Connection::ReadBody(Parser& parser, const AdmittedCall& admitted,
                                           std::optional<Response>& refusal) {
  const absl::Status too_large = Error("BODY_TOO_LARGE", {{"max", std::to_string(admitted.body_bytes_max)}});
  const auto length = parser.content_length();
  if (length && *length > admitted.body_bytes_max) {
    refusal = door_.Refuse(&admitted, transport_->tls(), too_large);
    co_return false;
  }
  parser.body_limit(admitted.body_bytes_max);
  const bool told = co_await SendContinue(parser);
  if (!told) co_return false;
  ExpireAfter(options_.body_timeout);
  const error_code error = co_await Receive(parser, true);
  if (error == http::error::body_limit) refusal = door_.Refuse(&admitted, transport_->tls(), too_large);
  co_return !error;
}

asio::awaitable<bool> Connection::SendContinue(const Parser& parser) {
  if (!beast::iequals(parser.get()[http::field::expect], "100-continue")) co_return true;
  co_return co_await SendBytes("HTTP/1.1 100 Continue\r\n\r\n", {});
}

// Answers a request whose body was not read. A small body is read and thrown away; otherwise the connection ends, slowly
// enough that the client gets to see the answer.
asio::awaitable<bool> Connection::Refuse(Parser& parser, Response response) {
  const bool head_only = parser.get().method() == http::verb::head;
  const auto length = parser.content_length();
  bool keep = parser.get().keep_alive();
  if (!parser.is_done()) {
    const bool small = length && *length <= kDiscardBytesMax && parser.get()[http::field::expect].empty();
    if (small) {
      ExpireAfter(options_.header_timeout);
      const error_code error = co_await Receive(parser, true);
      if (error) co_return false;
    } else {
      keep = false;
    }
  }
  const bool drained = parser.is_done();
  const bool sent = co_await Send(response, head_only, keep);
  if (sent && !drained) co_await Linger();
  co_return sent && keep;
}

asio::awaitable<bool> Connection::Send(const Response& response, bool head_only, bool keep_alive) {
  keep_alive = keep_alive && !draining_;
  const bool bodiless = response.status == 304;
  std::string_view body = response.bytes();
  std::string head = HeadText(response, version_, keep_alive);
  if (!bodiless) head += fmt::format("content-length: {}\r\n", body.size());
  head += "\r\n";
  if (head_only || bodiless) body = {};
  ExpireAfter(options_.write_timeout);
  const bool sent = co_await SendBytes(head, body);
  co_return sent && keep_alive;
}

asio::awaitable<bool> Connection::SendBytes(std::string_view first, std::string_view second) {
  const std::array<asio::const_buffer, 2> parts = {asio::buffer(first), asio::buffer(second)};
  const Transferred written = co_await transport_->Write(parts);
  co_return !written.error;
}

// After an answer that came before the request was read: without this the client's own bytes would reset the connection
// before it has read the answer.
asio::awaitable<void> Connection::Linger() {
  transport_->EndSending();
  ExpireAfter(absl::Seconds(2));
  for (uint64_t seen = 0; seen < (8u << 20);) {
    buffer_.clear();
    const Transferred read = co_await transport_->ReadSome(buffer_.prepare(64 << 10));
    if (read.error) break;
    seen += read.bytes;
  }
}

asio::awaitable<bool> Connection::Begin(Response head) {
  // A client of HTTP/1.0 knows no chunks; for it the end of the connection is the end of the body.
  std::string text = HeadText(head, version_, version_ >= 11 && !draining_);
  if (version_ >= 11) text += "transfer-encoding: chunked\r\n";
  text += "\r\n";
  ExpireAfter(options_.write_timeout);
  co_return co_await SendBytes(text, {});
}

// One frame as one chunk; the empty one is the last.
asio::awaitable<bool> Connection::Write(std::string frame) {
  if (version_ < 11) {
    if (frame.empty()) co_return true;
  } else if (frame.empty()) {
    frame = "0\r\n\r\n";
  } else {
    frame = fmt::format("{:x}\r\n{}\r\n", frame.size(), frame);
  }
  ExpireAfter(options_.write_timeout);
  co_return co_await SendBytes(frame, {});
}

RequestHead Connection::HeadOf(const Parser& parser) const {
  RequestHead head;
  const auto& request = parser.get();
  head.method = std::string(request.method_string());
  const std::string target(request.target());
  const size_t question = target.find('?');
  head.path = target.substr(0, question);
  if (question != std::string::npos) head.query = target.substr(question + 1);
  for (const auto& field : request) head.headers.Add(std::string(field.name_string()), std::string(field.value()));
  head.client_address = proxies_.ClientOf(peer_, head.headers);
  const bool at_proxy = proxies_.Contains(peer_) && head.headers.Get("x-forwarded-proto") == "https";
  head.secure = transport_->tls() || at_proxy;
  return head;
}

}  // namespace lianban::gateway
