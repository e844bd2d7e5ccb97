#include "services/cli/connect/connect_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>

#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

constexpr absl::Duration kRideOut = absl::Seconds(20);

size_t Append(char* bytes, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(bytes, size * count);
  return size * count;
}

struct HeaderList {
  curl_slist* list = nullptr;
  ~HeaderList() { curl_slist_free_all(list); }
  void Add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }
};

// Splits a stream body into frames as it arrives.
struct FrameReader {
  const std::function<bool(const std::string&)>& each;
  std::string buffer;
  std::string end;          // payload of the last frame
  bool ended = false, stopped = false;

  bool Take() {
    while (buffer.size() >= 5) {
      uint32_t length = 0;
      for (int i = 1; i < 5; ++i) length = length << 8 | static_cast<uint8_t>(buffer[i]);
      if (buffer.size() < 5 + static_cast<size_t>(length)) return true;
      const bool last = (buffer[0] & 0x02) != 0;
      const std::string payload = buffer.substr(5, length);
      buffer.erase(0, 5 + static_cast<size_t>(length));
      if (last) {
        ended = true;
        end = payload;
      } else if (!each(payload)) {
        stopped = true;
        return false;
      }
    }
    return true;
  }
  static size_t Receive(char* bytes, size_t size, size_t count, void* self) {
    auto* reader = static_cast<FrameReader*>(self);
    reader->buffer.append(bytes, size * count);
    return reader->Take() ? size * count : 0;
  }
};

}  // namespace

class ConnectClient::Handle {
 public:
  Handle() : curl(curl_easy_init()) {}
  ~Handle() { curl_easy_cleanup(curl); }
  CURL* const curl;
};

ConnectClient::ConnectClient(ConnectOptions options) : options_(std::move(options)) {
  static const CURLcode initialized = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)initialized;
}

ConnectClient::~ConnectClient() = default;

std::unique_ptr<ConnectClient::Handle> ConnectClient::Take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Handle>();
  auto handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void ConnectClient::Give(std::unique_ptr<Handle> handle) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(handle));
}

namespace {

void Prepare(CURL* curl, const ConnectOptions& options, std::string_view method, const std::string& body,
             const char* content_type, HeaderList& headers) {
  curl_easy_reset(curl);
  headers.Add(std::string("content-type: ") + content_type);
  headers.Add("connect-protocol-version: 1");
  headers.Add("accept-language: " + Locale());
  headers.Add("expect:");
  if (!options.token.empty()) headers.Add("authorization: Bearer " + options.token);
  curl_easy_setopt(curl, CURLOPT_URL, (options.url + "/" + std::string(method)).c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.list);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 5000L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  if (!options.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
}

bool IsTransportFault(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "SERVER_UNREACHABLE" || reason == "SERVICE_UNAVAILABLE" || reason == "SERVER_STOPPING" ||
         reason == "DATABASE_UNAVAILABLE" || reason == "SERVER_BUSY";
}

}  // namespace

absl::Status ConnectClient::CallOnce(std::string_view method, const google::protobuf::Message& request,
                                     google::protobuf::Message* response, int* retry_after_seconds) {
  auto handle = Take();
  HeaderList headers;
  const std::string body = request.SerializeAsString();
  std::string answer;
  Prepare(handle->curl, options_, method, body, "application/proto", headers);
  curl_easy_setopt(handle->curl, CURLOPT_TIMEOUT_MS, options_.timeout_ms);
  curl_easy_setopt(handle->curl, CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(handle->curl, CURLOPT_WRITEDATA, &answer);
  const CURLcode result = curl_easy_perform(handle->curl);
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(handle->curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle->curl, CURLINFO_RETRY_AFTER, &retry_after);
  const char* type = nullptr;
  curl_easy_getinfo(handle->curl, CURLINFO_CONTENT_TYPE, &type);
  const bool proto = type != nullptr && std::strcmp(type, "application/proto") == 0;
  *retry_after_seconds = static_cast<int>(retry_after);
  Give(std::move(handle));
  if (result == CURLE_OPERATION_TIMEDOUT) return Error("DEADLINE_EXCEEDED");
  if (result != CURLE_OK) return Error("SERVER_UNREACHABLE", {{"url", options_.url}});
  answered_ = true;
  if (status != 200) return StatusOfErrorJson(answer, status, options_.url);
  if (!proto || !response->ParseFromString(answer)) {
    return Error("ANSWER_NOT_UNDERSTOOD", {{"url", options_.url}, {"status", std::to_string(status)}});
  }
  return absl::OkStatus();
}

absl::Status ConnectClient::Call(std::string_view method, const google::protobuf::Message& request,
                                 google::protobuf::Message* response) {
  const absl::Time begun = absl::Now();
  absl::Duration pause = absl::Milliseconds(200);
  while (true) {
    int retry_after = 0;
    const absl::Status status = CallOnce(method, request, response, &retry_after);
    if (ReasonOf(status) == "TOO_MANY_REQUESTS") {
      absl::SleepFor(absl::Seconds(std::clamp(retry_after, 1, 60)));
      continue;
    }
    if (!IsTransportFault(status)) return status;
    // A server that never answered is not waited for; one that did is probably being restarted.
    if (absl::Now() - begun > (answered_ ? kRideOut : absl::Seconds(1))) return status;
    absl::SleepFor(pause);
    pause = std::min(pause * 2, absl::Duration(absl::Seconds(2)));
  }
}

absl::Status ConnectClient::Stream(std::string_view method, const google::protobuf::Message& request,
                                   const std::function<bool(const std::string& message)>& each) {
  auto handle = Take();
  HeaderList headers;
  const std::string message = request.SerializeAsString();
  std::string body(1, '\0');
  for (int shift = 24; shift >= 0; shift -= 8) body += static_cast<char>(message.size() >> shift & 0xff);
  body += message;
  FrameReader reader{each, "", "", false, false};
  Prepare(handle->curl, options_, method, body, "application/connect+proto", headers);
  curl_easy_setopt(handle->curl, CURLOPT_WRITEFUNCTION, FrameReader::Receive);
  curl_easy_setopt(handle->curl, CURLOPT_WRITEDATA, &reader);
  const CURLcode result = curl_easy_perform(handle->curl);
  long status = 0;
  curl_easy_getinfo(handle->curl, CURLINFO_RESPONSE_CODE, &status);
  if (reader.stopped) return absl::OkStatus();
  Give(std::move(handle));
  if (result != CURLE_OK && !reader.ended) return Error("SERVER_UNREACHABLE", {{"url", options_.url}});
  if (!reader.ended) return StatusOfErrorJson(reader.buffer, status, options_.url);
  const nlohmann::json end = nlohmann::json::parse(reader.end, nullptr, false);
  if (!end.is_object() || !end.contains("error")) return absl::OkStatus();
  return StatusOfErrorJson(end["error"].dump(), status, options_.url);
}

}  // namespace lianban::cli
