#include "services/cli/terminal/failure.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "services/cli/command.h"

namespace lianban::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string FaultOf(std::vector<std::string> words) {
  CLI::App app;
  app.require_subcommand(1);
  CLI::App* import = app.add_subcommand("import");
  import->require_subcommand(1);
  import->add_subcommand("city");
  int executors = 1;
  app.add_subcommand("serve")->add_option("--executors", executors)->check(CLI::PositiveNumber);
  std::reverse(words.begin(), words.end());
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    return UsageFault(error.what(), app);
  }
  return "";
}

TEST(WrongUsage, NamesTheSubcommandThatIsNotThereAndThoseThatAre) {
  EXPECT_EQ(FaultOf({"nothing"}), "there is no subcommand \"nothing\"; there are: import serve");
  EXPECT_EQ(FaultOf({"import", "towns"}), "there is no subcommand \"towns\"; there are: city");
  EXPECT_EQ(FaultOf({"import"}), "a subcommand is missing; there are: city");
  EXPECT_EQ(UsageFaultInChinese(FaultOf({"import", "towns"})), "没有子命令“towns”，可选：city");
}

TEST(WrongUsage, ARangeIsSaidInWords) {
  EXPECT_EQ(FaultOf({"serve", "--executors", "0"}), "--executors: 0 is not a number above 0");
  EXPECT_EQ(UsageFaultInChinese(FaultOf({"serve", "--executors", "many"})), "--executors 的值“many”不对，要写大于 0 的数");
}

TEST(WrongUsage, FaultsOfAConfigurationAreSaidInChinese) {
  EXPECT_THAT(UsageFaultInChinese("a.conf: there is no option \"port\"; see --help"), AllOf(HasSubstr("port"), HasSubstr("不认识")));
  EXPECT_EQ(UsageFaultInChinese("/etc/a.conf: --executors: many is not a number above 0"),
            "/etc/a.conf：--executors 的值“many”不对，要写大于 0 的数");
  EXPECT_THAT(UsageFaultInChinese("--address: \"casework\" is not SERVICE=host:port"), HasSubstr("服务=主机:端口"));
}

}  // namespace
}  // namespace lianban::cli
