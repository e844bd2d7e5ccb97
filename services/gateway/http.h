#pragma once
// HTTP as the rest of the gateway sees it, so that only the connection itself depends on the HTTP library.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lianban::gateway {

// Header fields in order; names compare without regard to case.
class Headers {
 public:
  void Add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  void Set(std::string name, std::string value);
  // The first one; nullopt when absent.
  std::optional<std::string_view> Find(std::string_view name) const;
  std::string_view Get(std::string_view name) const { return Find(name).value_or(""); }
  bool Has(std::string_view name) const { return Find(name).has_value(); }
  int Count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// Request line and header, before any of the body is read.
struct RequestHead {
  std::string method;          // "GET", "POST", …
  std::string path;            // as sent, without the query; not percent-decoded
  std::string query;           // without '?'
  Headers headers;
  std::string client_address;  // who is asking, after trusted proxies were looked through
  bool secure = false;         // reached us, or a trusted proxy, over TLS
};

struct Response {
  unsigned status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // instead of body, for bytes that are served many times

  std::string_view bytes() const { return shared_body ? std::string_view(*shared_body) : std::string_view(body); }
};

// %XX and, where `plus_is_space`, '+'. nullopt when an escape is malformed.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space);

// name=value pairs of a query, decoded; nullopt when an escape is malformed.
std::optional<std::vector<std::pair<std::string, std::string>>> ParseQuery(std::string_view query);

}  // namespace lianban::gateway
