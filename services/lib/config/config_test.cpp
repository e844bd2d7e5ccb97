#include "services/lib/config/config.h"

#include <cstdlib>
#include <fstream>

#include "CLI/CLI.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lianban::config {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

// As the binary does it: the options hang on a subcommand.
Config Parse(const std::string& arguments) {
  Config config;
  CLI::App app;
  app.require_subcommand(1);
  AddOptions(*app.add_subcommand("serve"), config);
  app.parse("serve " + arguments);
  return config;
}

class Configuration : public testing::Test {
 protected:
  void TearDown() override {
    for (const char* name : {"LIANBAN_EXECUTORS", "LIANBAN_ADDRESS", "LIANBAN_REFLECTION"}) unsetenv(name);
  }
  std::string File(const std::string& text) {
    const std::string path = testing::TempDir() + "lianban_config_test.toml";
    std::ofstream(path) << text;
    return path;
  }
};

TEST_F(Configuration, HasDefaults) {
  const Config config = Parse("");
  EXPECT_EQ(config.executors, Config().executors);
  EXPECT_EQ(config.log_format, "text");
}

TEST_F(Configuration, PrefersCommandLineThenEnvironmentThenFile) {
  const std::string file = File(
      "executors = 3\nbatch-max = 7\nreflection = true\naddress = [\"intake=a:1\"]\ntrusted-proxy = [\"10.0.0.0/8\", "
      "\"::1\"]\n");
  Config config = Parse("--config " + file);
  EXPECT_EQ(config.executors, 3);
  EXPECT_EQ(config.batch_max, 7);
  EXPECT_TRUE(config.reflection);
  EXPECT_THAT(config.addresses, ElementsAre(Pair("intake", "a:1")));
  EXPECT_THAT(config.trusted_proxies, ElementsAre("10.0.0.0/8", "::1"));
  setenv("LIANBAN_EXECUTORS", "4", 1);
  EXPECT_EQ(Parse("--config " + file).executors, 4);
  EXPECT_EQ(Parse("--executors 5 --config " + file).executors, 5);
}

TEST_F(Configuration, ReadsAddressesOfOtherServices) {
  EXPECT_THAT(Parse("--address casework=10.0.0.1:7440 --address intake=b:2").addresses,
              ElementsAre(Pair("casework", "10.0.0.1:7440"), Pair("intake", "b:2")));
  setenv("LIANBAN_ADDRESS", "casework=a:1,intake=b:2", 1);
  EXPECT_THAT(Parse("").addresses, ElementsAre(Pair("casework", "a:1"), Pair("intake", "b:2")));
}

TEST_F(Configuration, RefusesWhatItDoesNotUnderstand) {
  for (const std::string bad :
       {"--executors zero", "--executors 0", "--address casework", "--nonsense 1", "--config /nonexistent"}) {
    EXPECT_THROW(Parse(bad), CLI::ParseError) << bad;
  }
  EXPECT_THROW(Parse("--config " + File("nonsense = 1\n")), CLI::ParseError);
  EXPECT_THROW(Parse("--config " + File("executors = many\n")), CLI::ParseError);
  EXPECT_THROW(Parse("--config " + File("help = true\n")), CLI::ParseError);
}

TEST_F(Configuration, IsPrintedWithoutSecrets) {
  Config config;
  config.database = "host=db password='a \\' b' dbname=lianban";
  EXPECT_THAT(Describe(config), Contains("database = host=db password=*** dbname=lianban"));
  config.database = "postgresql://user:secret@db/lianban?password=x";
  EXPECT_THAT(Describe(config), Contains("database = postgresql://user:***@db/lianban?password=***"));
}

// The command line names itself; a line of a file must be looked for.
TEST_F(Configuration, AFaultInAFileNamesTheFile) {
  const auto fault = [&](const std::string& text) -> std::string {
    try {
      Parse("--config " + File(text));
    } catch (const CLI::ParseError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(fault("executors = many\n"), AllOf(HasSubstr("lianban_config_test.toml: --executors"), HasSubstr("many")));
  EXPECT_THAT(fault("reflection = perhaps\n"), HasSubstr("lianban_config_test.toml: "));
  EXPECT_THAT(fault("[casework]\nexecutors = 1\n"), HasSubstr("there is no option \"[casework]\""));
}

// A field that is not in the list of options could never be set.
TEST_F(Configuration, EveryOptionIsDescribed) {
  Config config;
  CLI::App app;
  AddOptions(app, config);
  const auto described = Describe(config);
  size_t options = 0;
  for (const auto* option : app.get_options()) {
    if (option->get_group() != "Configuration") continue;
    ++options;
    EXPECT_FALSE(option->get_description().empty()) << option->get_name();
  }
  EXPECT_EQ(options, described.size());
}

}  // namespace
}  // namespace lianban::config
