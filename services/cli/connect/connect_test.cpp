#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/command.h"
#include "services/cli/connect/connect_client.h"
#include "services/cli/connect/session_file.h"
#include "services/cli/terminal/failure.h"
#include "services/gateway/connect_error.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::cli {
namespace {

TEST(ErrorJson, ReasonAndMetadataSurviveTheWay) {
  const absl::Status sent = Error("NOT_FOUND", {{"name", "收件 7"}});
  const std::string wire = gateway::ErrorJson(rpc::ToGrpc(sent, "casework.lianban")).dump();
  const absl::Status received = StatusOfErrorJson(wire, 404, "u");
  EXPECT_EQ(received.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(received), "NOT_FOUND");
  EXPECT_EQ(DetailOf(received)->metadata.at("name"), "收件 7");
}

TEST(ErrorJson, FieldsSurviveTheWay) {
  const absl::Status sent = Error("REQUEST_INVALID", {{"detail", "x"}}, {{"phone", "PHONE_INVALID", {}}});
  const absl::Status received = StatusOfErrorJson(gateway::ErrorJson(rpc::ToGrpc(sent, "d")).dump(), 400, "u");
  ASSERT_EQ(DetailOf(received)->violations.size(), 1u);
  EXPECT_EQ(DetailOf(received)->violations[0].field, "phone");
}

TEST(ErrorJson, SomebodyElsesAnswerIsNotUnderstood) {
  EXPECT_EQ(ReasonOf(StatusOfErrorJson("<html>", 404, "u")), "ANSWER_NOT_UNDERSTOOD");
  EXPECT_EQ(ReasonOf(StatusOfErrorJson("", 502, "u")), "SERVER_UNREACHABLE");
  EXPECT_EQ(ReasonOf(StatusOfErrorJson(R"({"code":7})", 500, "u")), "ANSWER_NOT_UNDERSTOOD");
  EXPECT_EQ(StatusOfErrorJson(R"({"code":"aborted","details":[7,{"type":1,"value":2}]})", 409, "u").code(),
            absl::StatusCode::kAborted);
}

TEST(SessionFile, IsReadableByItsOwnerOnly) {
  const auto folder = std::filesystem::temp_directory_path() / ("lianban-session-" + std::to_string(getpid()));
  setenv("XDG_CONFIG_HOME", folder.c_str(), 1);
  EXPECT_EQ(ReasonOf(LoadSession().status()), "NOT_SIGNED_IN");
  // One that others can read is replaced, not written into.
  std::filesystem::create_directories(folder / "lianban");
  std::ofstream(SessionPath()) << "{}";
  chmod(SessionPath().c_str(), 0644);
  ASSERT_TRUE(StoreSession({"http://u", "330600", "wang", "secret"}).ok());
  struct stat info;
  ASSERT_EQ(stat(SessionPath().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(LoadSession()->token, "secret");
  ForgetSession();
  EXPECT_FALSE(LoadSession().ok());
  std::filesystem::remove_all(folder);
  unsetenv("XDG_CONFIG_HOME");
}

TEST(Failure, ExitCodesTellAScriptWhatToDo) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), kOk);
  EXPECT_EQ(ExitCodeOf(Error("FILE_UNREADABLE", {{"file", "x"}})), kUsage);
  EXPECT_EQ(ExitCodeOf(Error("SERVER_UNREACHABLE", {{"url", "x"}})), kUnavailable);
  EXPECT_EQ(ExitCodeOf(Error("DEADLINE_EXCEEDED")), kUnavailable);
  EXPECT_EQ(ExitCodeOf(Error("NOT_FOUND", {{"name", "x"}})), kRefused);
  EXPECT_EQ(ExitCodeOf(Error("UNAUTHENTICATED")), kRefused);
}

TEST(ConnectClient, AServerThatIsNotThereIsSaidSo) {
  // Port 9 of the loopback: nobody listens there.
  ConnectClient client({"http://127.0.0.1:9", "", "", 2000});
  catalog::v1::ListItemsResponse response;
  const absl::Status status = client.Call("lianban.catalog.v1.Catalog/ListItems", catalog::v1::ListItemsRequest(), &response);
  EXPECT_EQ(ReasonOf(status), "SERVER_UNREACHABLE");
}

}  // namespace
}  // namespace lianban::cli
