#include "services/gateway/static_files.h"

#include <zlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/gateway/security_headers.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::gateway {
namespace {

namespace fs = std::filesystem;

constexpr char kIndex[] = "index.html";
constexpr uintmax_t kFileBytesMax = 32 << 20;

struct Type {
  std::string_view extension, name;
  bool text;
};
constexpr std::array kTypes = {
    Type{".html", "text/html; charset=utf-8", true},
    Type{".js", "text/javascript; charset=utf-8", true},
    Type{".mjs", "text/javascript; charset=utf-8", true},
    Type{".css", "text/css; charset=utf-8", true},
    Type{".json", "application/json", true},
    Type{".webmanifest", "application/manifest+json", true},
    Type{".svg", "image/svg+xml", true},
    Type{".txt", "text/plain; charset=utf-8", true},
    Type{".map", "application/json", true},
    Type{".wasm", "application/wasm", true},
    Type{".png", "image/png", false},
    Type{".jpg", "image/jpeg", false},
    Type{".webp", "image/webp", false},
    Type{".ico", "image/x-icon", false},
    Type{".woff2", "font/woff2", false},
    Type{".pdf", "application/pdf", false},
};

const Type* TypeOf(const std::string& path) {
  for (const Type& type : kTypes) {
    if (path.ends_with(type.extension)) return &type;
  }
  return nullptr;
}

// "/a/b.js" -> "a/b.js"; nullopt for anything that is not a plain path: dot segments, hidden files, backslashes, NUL.
std::optional<std::string> PlainPath(const std::string& target) {
  const auto decoded = PercentDecode(target, false);
  if (!decoded || decoded->empty() || (*decoded)[0] != '/') return std::nullopt;
  if (decoded->find('\\') != std::string::npos || decoded->find('\0') != std::string::npos) return std::nullopt;
  const std::string path = decoded->substr(1);
  if (path.empty()) return std::string(kIndex);
  for (absl::string_view segment : absl::StrSplit(path, '/')) {
    if (segment.empty() || segment[0] == '.') return std::nullopt;
  }
  return path;
}

std::shared_ptr<const std::string> Gzip(const std::string& bytes) {
  z_stream stream = {};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return nullptr;
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END || out.size() >= bytes.size()) return nullptr;
  return std::make_shared<const std::string>(std::move(out));
}

bool Accepts(std::string_view header, std::string_view value) {
  return absl::StrContains(absl::string_view(header.data(), header.size()),
                           absl::string_view(value.data(), value.size()));
}

Response Plain(unsigned status, std::string body, bool secure) {
  Response response;
  response.status = status;
  response.headers.Set("content-type", "text/plain; charset=utf-8");
  AddPageHeaders(secure, response.headers);
  response.body = std::move(body);
  return response;
}

}  // namespace

StaticFiles::StaticFiles(std::string directory, const std::map<std::string_view, std::string_view>& embedded)
    : directory_(std::move(directory)) {
  if (!directory_.empty()) return;
  for (const auto& [path, bytes] : embedded) {
    File file;
    file.bytes = std::make_shared<const std::string>(bytes);
    const Type* type = TypeOf(std::string(path));
    file.type = type != nullptr ? type->name : "application/octet-stream";
    if (type != nullptr && type->text) file.compressed = Gzip(*file.bytes);
    file.etag = crypto::Hex(crypto::Sha256(*file.bytes)).substr(0, 32);
    files_.emplace(path, std::move(file));
  }
}

Response StaticFiles::Serve(const RequestHead& head) {
  if (head.method != "GET" && head.method != "HEAD") {
    Response response = Plain(405, "405 method not allowed\n", head.secure);
    response.headers.Set("allow", "GET, HEAD");
    return response;
  }
  const auto path = PlainPath(head.path);
  if (!path) return Plain(404, "404 not found\n", head.secure);
  if (const auto file = Load(*path)) return Answer(head, *file, *path);
  const bool page = path->find('.', path->rfind('/') + 1) == std::string::npos;
  if (page && Accepts(head.headers.Get("accept"), "text/html")) {
    if (const auto index = Load(kIndex)) return Answer(head, *index, kIndex);
  }
  return Plain(404, "404 not found\n", head.secure);
}

std::optional<StaticFiles::File> StaticFiles::Load(const std::string& path) {
  if (!directory_.empty()) return LoadFromDirectory(path);
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

std::optional<StaticFiles::File> StaticFiles::LoadFromDirectory(const std::string& path) {
  std::error_code error;
  const fs::path root = fs::canonical(directory_, error);
  if (error) return std::nullopt;
  const fs::path full = fs::canonical(root / path, error);
  if (error || !full.native().starts_with(root.native() + "/") || !fs::is_regular_file(full, error)) return std::nullopt;
  const Type* type = TypeOf(path);
  if (type == nullptr || fs::file_size(full, error) > kFileBytesMax || error) return std::nullopt;
  const int64_t modified = fs::last_write_time(full, error).time_since_epoch().count();
  if (error) return std::nullopt;

  const std::lock_guard lock(mutex_);
  if (const auto found = files_.find(path); found != files_.end() && found->second.modified == modified) {
    return found->second;
  }
  std::ifstream in(full, std::ios::binary);
  if (!in) return std::nullopt;
  File file;
  file.bytes = std::make_shared<const std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  file.type = type->name;
  file.modified = modified;
  file.etag = crypto::Hex(crypto::Sha256(*file.bytes)).substr(0, 32);
  if (type->text && file.bytes->size() > 512) file.compressed = Gzip(*file.bytes);
  return files_[path] = std::move(file);
}

Response StaticFiles::Answer(const RequestHead& head, const File& file, const std::string& path) const {
  const bool gzip = file.compressed != nullptr && Accepts(head.headers.Get("accept-encoding"), "gzip");
  const std::string etag = fmt::format("\"{}{}\"", file.etag, gzip ? "-gz" : "");
  Response response;
  AddPageHeaders(head.secure, response.headers);
  response.headers.Set("etag", etag);
  response.headers.Set("vary", "Accept-Encoding");
  // Names under assets/ hold a hash of their content; all others are asked for again each time, which an ETag makes cheap.
  response.headers.Set("cache-control",
                       path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  if (Accepts(head.headers.Get("if-none-match"), etag)) {
    response.status = 304;
    return response;
  }
  response.headers.Set("content-type", file.type);
  if (gzip) response.headers.Set("content-encoding", "gzip");
  response.shared_body = gzip ? file.compressed : file.bytes;
  return response;
}

}  // namespace lianban::gateway
