#pragma once
// Definitions of HttpConnection.

#include "services/gateway/connection.h"

namespace lianban::gateway {

// Bodies up to this size are read even for a request that is refused, so that the connection can be kept.
inline constexpr uint64_t kDiscardBytesMax = 64 << 10;

template <class Stream>
asio::awaitable<void> HttpConnection<Stream>::Serve() {
  if constexpr (kTls) {
    socket().expires_after(Chrono(options_.header_timeout));
    auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kToken);
    if (error) co_return;
  }
  while (true) {
    const bool came = co_await WaitForRequest();
    if (!came) break;
    const bool keep = co_await ServeRequest();
    if (!keep || draining_) break;
  }
  if constexpr (kTls) {
    socket().expires_after(std::chrono::seconds(2));
    co_await stream_.async_shutdown(kToken);
  } else {
    boost::system::error_code ignored;
    socket().socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }
  CloseSocket();
}

// The first byte of the next request; until then nothing is lost by closing.
template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::WaitForRequest() {
  if (buffer_.size() > 0) co_return true;
  if (draining_) co_return false;
  idle_ = true;
  socket().expires_after(Chrono(options_.idle_timeout));
  auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(4096), kToken);
  idle_ = false;
  if (error) co_return false;
  buffer_.commit(count);
  co_return true;
}

template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::ServeRequest() {
  Parser parser;
  parser.header_limit(static_cast<uint32_t>(options_.header_bytes_max));
  parser.body_limit(std::numeric_limits<uint64_t>::max());  // decided when it is known what is asked
  socket().expires_after(Chrono(options_.header_timeout));
  auto [error, count] = co_await http::async_read_header(stream_, buffer_, parser, kToken);
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    Response response = door_.Refuse(nullptr, kTls, Error("HEADERS_TOO_LARGE"));
    response.status = 431;
    co_await Send(response, false, false);
    co_await Linger();
    co_return false;
  }
  if (error.category() == http::make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message) {
    const Response response = door_.Refuse(nullptr, kTls, Error("REQUEST_INVALID", {{"detail", error.message()}}));
    co_await Send(response, false, false);
    co_await Linger();
    co_return false;
  }
  if (error) co_return false;
  version_ = parser.get().version();
  if (version_ >= 11 && parser.get().count(http::field::host) != 1) {
    const Response response = door_.Refuse(nullptr, kTls, Error("REQUEST_INVALID", {{"detail", "Host"}}));
    co_return co_await Refuse(parser, response);
  }
  auto admitted = co_await door_.Admit(HeadOf(parser));
  if (auto* response = std::get_if<Response>(&admitted)) co_return co_await Refuse(parser, std::move(*response));
  co_return co_await ServeCall(std::get<AdmittedCall>(admitted), parser);
}

template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::ServeCall(AdmittedCall& admitted, Parser& parser) {
  using namespace asio::experimental::awaitable_operators;
  std::optional<Response> refusal;
  const bool read = co_await ReadBody(parser, admitted, refusal);
  if (refusal) co_return co_await Refuse(parser, *std::move(refusal));
  if (!read) co_return false;
  const bool keep_alive = parser.get().keep_alive();
  socket().expires_never();
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
template <class Stream>
asio::awaitable<void> HttpConnection<Stream>::UntilGone() {
  asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  if (buffer_.size() == 0) {
    auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(4096), kToken);
    if (error) co_return;
    buffer_.commit(count);
  }
  co_await never.async_wait(kToken);
}

template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::ReadBody(Parser& parser, const AdmittedCall& admitted,
                                                       std::optional<Response>& refusal) {
  const absl::Status too_large = Error("BODY_TOO_LARGE", {{"max", std::to_string(admitted.body_bytes_max)}});
  const auto length = parser.content_length();
  if (length && *length > admitted.body_bytes_max) {
    refusal = door_.Refuse(&admitted, kTls, too_large);
    co_return false;
  }
  parser.body_limit(admitted.body_bytes_max);
  const bool told = co_await SendContinue(parser);
  if (!told) co_return false;
  socket().expires_after(Chrono(options_.body_timeout));
  auto [error, count] = co_await http::async_read(stream_, buffer_, parser, kToken);
  if (error == http::error::body_limit) refusal = door_.Refuse(&admitted, kTls, too_large);
  co_return !error;
}

template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::SendContinue(const Parser& parser) {
  if (!beast::iequals(parser.get()[http::field::expect], "100-continue")) co_return true;
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  auto [error, count] = co_await asio::async_write(stream_, asio::buffer(kContinue), kToken);
  co_return !error;
}

// Answers a request whose body was not read. A small body is read and thrown away; otherwise the connection ends, slowly
// enough that the client gets to see the answer.
template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::Refuse(Parser& parser, Response response) {
  const bool head_only = parser.get().method() == http::verb::head;
  const auto length = parser.content_length();
  bool keep = parser.get().keep_alive();
  if (!parser.is_done()) {
    const bool small = length && *length <= kDiscardBytesMax && parser.get()[http::field::expect].empty();
    if (small) {
      socket().expires_after(Chrono(options_.header_timeout));
      auto [error, count] = co_await http::async_read(stream_, buffer_, parser, kToken);
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

template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::Send(const Response& response, bool head_only, bool keep_alive) {
  keep_alive = keep_alive && !draining_;
  const std::string_view bytes = response.bytes();
  http::response<http::span_body<const char>> message;
  message.version(version_);
  message.result(response.status);
  for (const auto& [name, value] : response.headers.fields()) message.insert(name, value);
  message.keep_alive(keep_alive);
  if (response.status != 304) message.content_length(bytes.size());
  if (!head_only && response.status != 304) message.body() = beast::span<const char>(bytes.data(), bytes.size());
  http::response_serializer<http::span_body<const char>> serializer(message);
  socket().expires_after(Chrono(options_.write_timeout));
  if (head_only) {
    auto [error, count] = co_await http::async_write_header(stream_, serializer, kToken);
    co_return !error && keep_alive;
  }
  auto [error, count] = co_await http::async_write(stream_, serializer, kToken);
  co_return !error && keep_alive;
}

// After an answer that came before the request was read: without this the client's own bytes would reset the connection
// before it has read the answer.
template <class Stream>
asio::awaitable<void> HttpConnection<Stream>::Linger() {
  if constexpr (!kTls) {
    boost::system::error_code ignored;
    socket().socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }
  socket().expires_after(std::chrono::seconds(2));
  for (uint64_t seen = 0; seen < (8u << 20);) {
    buffer_.clear();
    auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(64 << 10), kToken);
    if (error) break;
    seen += count;
  }
}

template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::Begin(Response head) {
  http::response<http::empty_body> message;
  message.version(version_);
  message.result(head.status);
  for (const auto& [name, value] : head.headers.fields()) message.insert(name, value);
  // A client of HTTP/1.0 knows no chunks; for it the end of the connection is the end of the body.
  message.keep_alive(version_ >= 11 && !draining_);
  if (version_ >= 11) message.chunked(true);
  http::response_serializer<http::empty_body> serializer(message);
  socket().expires_after(Chrono(options_.write_timeout));
  auto [error, count] = co_await http::async_write_header(stream_, serializer, kToken);
  co_return !error;
}

// One frame as one chunk; the empty one is the last.
template <class Stream>
asio::awaitable<bool> HttpConnection<Stream>::Write(std::string frame) {
  if (version_ < 11) {
    if (frame.empty()) co_return true;
  } else if (frame.empty()) {
    frame = "0\r\n\r\n";
  } else {
    frame = fmt::format("{:x}\r\n{}\r\n", frame.size(), frame);
  }
  socket().expires_after(Chrono(options_.write_timeout));
  auto [error, count] = co_await asio::async_write(stream_, asio::buffer(frame), kToken);
  co_return !error;
}

template <class Stream>
RequestHead HttpConnection<Stream>::HeadOf(const Parser& parser) const {
  RequestHead head;
  const auto& request = parser.get();
  head.method = std::string(request.method_string());
  const std::string target(request.target());
  const size_t question = target.find('?');
  head.path = target.substr(0, question);
  if (question != std::string::npos) head.query = target.substr(question + 1);
  for (const auto& field : request) head.headers.Add(std::string(field.name_string()), std::string(field.value()));
  head.client_address = proxies_.ClientOf(peer_, head.headers);
  head.secure = kTls || (proxies_.Contains(peer_) && head.headers.Get("x-forwarded-proto") == "https");
  return head;
}

}  // namespace lianban::gateway
