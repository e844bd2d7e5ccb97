#pragma once
// A raw socket that speaks just enough HTTP to send anything, right or wrong, and read one answer at a time.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/gateway/http.h"

namespace lianban::gateway {

class TestClient {
 public:
  // `source`: a loopback address to come from.
  explicit TestClient(int port, const char* source = "127.0.0.1") : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in from = {}, to = {};
    from.sin_family = to.sin_family = AF_INET;
    inet_pton(AF_INET, source, &from.sin_addr);
    bind(socket_, reinterpret_cast<sockaddr*>(&from), sizeof from);
    to.sin_port = htons(static_cast<uint16_t>(port));
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~TestClient() { Close(); }
  TestClient(const TestClient&) = delete;

  bool connected() const { return connected_; }
  void Close() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }

  // False when the server has closed.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(sent);
    }
    return true;
  }

  // One answer; status 0 when the connection ended without one. The body of a stream is what came in its chunks.
  Response Receive() {
    Response response;
    response.status = 0;
    size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!Fill()) return response;
    }
    const std::string head = buffer_.substr(0, end);
    buffer_.erase(0, end + 4);
    for (absl::string_view line : absl::StrSplit(head, "\r\n")) {
      const std::string text(line);
      if (response.status == 0) {
        response.status = std::stoi(text.substr(9, 3));
      } else {
        const size_t colon = text.find(": ");
        response.headers.Add(text.substr(0, colon), text.substr(colon + 2));
      }
    }
    if (response.headers.Get("transfer-encoding") == "chunked") {
      while (ReceiveChunk(response.body)) {
      }
    } else if (response.headers.Has("content-length") && response.status != 304) {
      const size_t length = std::stoul(std::string(response.headers.Get("content-length")));
      while (buffer_.size() < length && Fill()) {
      }
      response.body = buffer_.substr(0, length);
      buffer_.erase(0, length);
    }
    return response;
  }

  // Only the head of an answer, for streams that are read chunk by chunk.
  std::string ReceiveHead() {
    size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!Fill()) return "";
    }
    const std::string head = buffer_.substr(0, end);
    buffer_.erase(0, end + 4);
    return head;
  }

  // Appends one chunk; false after the last or when the connection ended.
  bool ReceiveChunk(std::string& body) {
    size_t end;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
      if (!Fill()) return false;
    }
    const size_t length = std::stoul(buffer_.substr(0, end), nullptr, 16);
    buffer_.erase(0, end + 2);
    while (buffer_.size() < length + 2) {
      if (!Fill()) return false;
    }
    body += buffer_.substr(0, length);
    buffer_.erase(0, length + 2);
    return length > 0;
  }

  bool ClosedByServer() {
    while (Fill()) {
    }
    return !timed_out_;
  }

 private:
  // Waits up to 20 s, far more than any limit set in a test.
  bool Fill() {
    pollfd ready = {socket_, POLLIN, 0};
    if (poll(&ready, 1, 20'000) <= 0) {
      timed_out_ = true;
      return false;
    }
    char bytes[65536];
    const ssize_t count = recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer_.append(bytes, count);
    return true;
  }

  int socket_;
  bool connected_ = false, timed_out_ = false;
  std::string buffer_;
};

}  // namespace lianban::gateway
