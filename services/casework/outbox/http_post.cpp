#include "services/casework/outbox/http_post.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <memory>

#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr long kConnectMilliseconds = 3000, kAnswerMilliseconds = 10'000;

struct Freed {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreedMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

// Only what this attempt needs; freed after it was taken out of the multi handle.
struct Attempted {
  std::unique_ptr<CURL, Freed> easy;
  std::unique_ptr<curl_slist, Freed> headers;
  const NetworkList* networks = nullptr;
  bool forbidden = false;
  CURLcode code = CURLE_OK;
};

// Called with the resolved address, so a name that changes its mind between two look-ups gains nothing.
curl_socket_t OpenSocket(void* attempted, curlsocktype, curl_sockaddr* address) {
  auto& self = *static_cast<Attempted*>(attempted);
  if (!self.networks->Allows(address->addr)) {
    self.forbidden = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// What they answer is of no interest and may be endless.
size_t Ignore(char*, size_t size, size_t count, void*) { return size * count; }

void SetUp(Attempted& self, const OutgoingRequest& request) {
  CURL* easy = self.easy.get();
  for (const std::string& header : request.headers) {
    self.headers.reset(curl_slist_append(self.headers.release(), header.c_str()));
  }
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, kAnswerMilliseconds);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, self.headers.get());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, OpenSocket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &self);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, Ignore);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &self);
}

absl::Status Outcome(const Attempted& self, const OutgoingRequest& request) {
  if (self.forbidden) return Error("CONNECTOR_REFUSED", {{"detail", "address not permitted: " + request.url}});
  if (self.code != CURLE_OK) return Error("CONNECTOR_UNREACHABLE", {{"detail", curl_easy_strerror(self.code)}});
  long answer = 0;
  curl_easy_getinfo(self.easy.get(), CURLINFO_RESPONSE_CODE, &answer);
  if (answer >= 200 && answer < 300) return absl::OkStatus();
  const bool later = answer >= 500 || answer == 408 || answer == 425 || answer == 429;
  return Error(later ? "CONNECTOR_UNREACHABLE" : "CONNECTOR_REFUSED", {{"detail", "HTTP " + std::to_string(answer)}});
}

}  // namespace

std::vector<absl::Status> PostAll(const std::vector<OutgoingRequest>& requests, const NetworkList& networks) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  std::vector<Attempted> all(requests.size());
  std::unique_ptr<CURLM, FreedMulti> multi(curl_multi_init());
  for (size_t i = 0; i < requests.size(); ++i) {
    all[i].easy.reset(curl_easy_init());
    all[i].networks = &networks;
    all[i].code = ready;
    SetUp(all[i], requests[i]);
    curl_multi_add_handle(multi.get(), all[i].easy.get());
  }
  for (int running = 1; running > 0;) {
    curl_multi_perform(multi.get(), &running);
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      char* self = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
      reinterpret_cast<Attempted*>(self)->code = message->data.result;
    }
    if (running > 0) curl_multi_poll(multi.get(), nullptr, 0, 1000, nullptr);
  }
  std::vector<absl::Status> outcomes;
  for (size_t i = 0; i < requests.size(); ++i) {
    curl_multi_remove_handle(multi.get(), all[i].easy.get());
    outcomes.push_back(Outcome(all[i], requests[i]));
  }
  return outcomes;
}

}  // namespace lianban::casework
