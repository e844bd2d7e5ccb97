#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/static_files.h"
#include "services/gateway/test_gateway.h"

namespace lianban::gateway {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Files : public testing::Test {
 protected:
  Files() : folder_(fs::temp_directory_path() / fmt::format("lianban-files-{}", getpid())) {
    fs::create_directories(folder_ / "site/assets");
    Write("site/index.html", "<!doctype html>home");
    Write("site/assets/app-1a2b.js", std::string(4000, 'j'));
    Write("secret.txt", "secret");
    fs::create_symlink(folder_ / "secret.txt", folder_ / "site/link.txt");
    Write("site/.hidden.txt", "hidden");
    files_ = std::make_unique<StaticFiles>((folder_ / "site").string(), std::map<std::string_view, std::string_view>{});
  }
  ~Files() override { fs::remove_all(folder_); }
  void Write(const std::string& path, const std::string& text) { std::ofstream(folder_ / path) << text; }
  Response Get(const std::string& path, std::vector<std::pair<std::string, std::string>> headers = {},
               const std::string& method = "GET") {
    RequestHead head;
    head.method = method;
    head.path = path;
    for (auto& [name, value] : headers) head.headers.Add(name, value);
    return files_->Serve(head);
  }

  const fs::path folder_;
  std::unique_ptr<StaticFiles> files_;
};

TEST_F(Files, ServesTheIndexWithItsTypeAndPolicy) {
  const Response response = Get("/");
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(response.bytes(), "<!doctype html>home");
  EXPECT_EQ(response.headers.Get("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(response.headers.Get("x-content-type-options"), "nosniff");
  EXPECT_EQ(response.headers.Get("referrer-policy"), "no-referrer");
  const std::string policy(response.headers.Get("content-security-policy"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, testing::Not(HasSubstr("unsafe")));
}

TEST_F(Files, NeverLeavesItsFolder) {
  for (const char* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt",
                           "/link.txt", "/.hidden.txt", "//etc/passwd", "/assets\\..\\x", "/%00", "/index.html%00.js",
                           "/%zz", "/./index.html"}) {
    EXPECT_EQ(Get(path).status, 404u) << path;
  }
}

TEST_F(Files, RevalidatesByTag) {
  const Response first = Get("/index.html");
  const std::string tag(first.headers.Get("etag"));
  EXPECT_EQ(Get("/index.html", {{"if-none-match", tag}}).status, 304u);
  EXPECT_EQ(first.headers.Get("cache-control"), "no-cache");
  EXPECT_EQ(Get("/assets/app-1a2b.js").headers.Get("cache-control"), "public, max-age=31536000, immutable");
}

TEST_F(Files, ChangedFileIsReadAgain) {
  Get("/index.html");
  Write("site/index.html", "new");
  fs::last_write_time(folder_ / "site/index.html", fs::file_time_type::clock::now() + std::chrono::seconds(5));
  EXPECT_EQ(Get("/index.html").bytes(), "new");
}

TEST_F(Files, CompressesTextForWhoAcceptsIt) {
  const Response plain = Get("/assets/app-1a2b.js"), gzip = Get("/assets/app-1a2b.js", {{"accept-encoding", "gzip, br"}});
  EXPECT_FALSE(plain.headers.Has("content-encoding"));
  EXPECT_EQ(gzip.headers.Get("content-encoding"), "gzip");
  EXPECT_LT(gzip.bytes().size(), plain.bytes().size());
  EXPECT_NE(gzip.headers.Get("etag"), plain.headers.Get("etag"));
}

TEST_F(Files, PagesOfTheConsoleFallBackToTheIndex) {
  EXPECT_EQ(Get("/cases/42", {{"accept", "text/html,*/*"}}).bytes(), "<!doctype html>home");
  EXPECT_EQ(Get("/cases/42").status, 404u);
  EXPECT_EQ(Get("/missing.js", {{"accept", "text/html"}}).status, 404u);
}

TEST_F(Files, OnlyReading) {
  EXPECT_EQ(Get("/", {}, "POST").status, 405u);
  EXPECT_EQ(Get("/", {}, "DELETE").headers.Get("allow"), "GET, HEAD");
}

TEST_F(GatewayTest, LandingPageIsInsideTheBinary) {
  Start();
  const Response page = Ask("GET / HTTP/1.1\r\nhost: here\r\n\r\n");
  EXPECT_THAT(page.body, HasSubstr("联办"));
  EXPECT_EQ(Ask("GET /progress.js HTTP/1.1\r\nhost: here\r\n\r\n").status, 200u);
  const Response head = Ask("HEAD / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
  EXPECT_EQ(head.headers.Get("content-length"), std::to_string(page.body.size()));
  EXPECT_EQ(head.body, "");
}

// The policy forbids inline scripts and styles; a page that had some would silently not work.
TEST_F(GatewayTest, LandingPageKeepsItsOwnPolicy) {
  Start();
  const std::string page = Ask("GET / HTTP/1.1\r\nhost: here\r\n\r\n").body;
  EXPECT_THAT(page, testing::Not(testing::ContainsRegex("<script>|<style|style=|onclick=|onload=|http://|https://")));
}

}  // namespace
}  // namespace lianban::gateway
