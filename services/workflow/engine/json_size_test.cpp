// The size of a form is that of its text, found out without writing it.

#include "services/workflow/engine/json_size.h"

#include <random>

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

json RandomValue(std::mt19937& random, int depth) {
  static const std::vector<std::string> texts = {"",
                                                 "a",
                                                 "办理",
                                                 "\"quoted\"\\",
                                                 std::string(3, '\x01'),
                                                 "🀄",
                                                 "line\nline",
                                                 "a long line of nothing but plain letters",
                                                 "eight\tby\x1f\x7f"};
  switch (random() % (depth > 0 ? 7 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<int64_t>(random()) * -1'000'000'007;
    case 3:
      return static_cast<double>(random()) / 7e-300;
    case 4:
      return texts[random() % texts.size()];
    case 5: {
      json list = json::array();
      for (unsigned i = random() % 4; i > 0; --i) list.push_back(RandomValue(random, depth - 1));
      return list;
    }
    default: {
      json table = json::object();
      for (unsigned i = random() % 4; i > 0; --i)
        table[texts[random() % texts.size()]] = RandomValue(random, depth - 1);
      return table;
    }
  }
}

TEST(JsonSize, IsThatOfTheTextToTheByte) {
  std::mt19937 random(20260101);
  for (int i = 0; i < 2000; ++i) {
    const json value = RandomValue(random, 4);
    const size_t size = value.dump().size();
    EXPECT_TRUE(FitsInto(value, size)) << value;
    EXPECT_FALSE(FitsInto(value, size - 1)) << value;
  }
}

TEST(JsonSize, OfTextThatIsNotUtf8IsNoSize) {
  EXPECT_THROW(FitsInto(json{{"name", "\xff"}}, 1000), json::type_error);
  EXPECT_THROW(FitsInto(json{{"\xc3", 1}}, 1000), json::type_error);
  EXPECT_THROW(FitsInto(json{{"cut", "\xe6\xb1"}}, 1000), json::type_error);
  EXPECT_THROW(FitsInto(json{{"broken", "\xe6\xb1 three bytes"}}, 1000), json::type_error);
}

TEST(JsonSize, OfAnObjectOfSharedMembersIsThatOfItsText) {
  std::mt19937 random(5);
  for (int i = 0; i < 500; ++i) {
    json object = json::object();
    for (unsigned n = random() % 5; n > 0; --n) object["字段\"" + std::to_string(random() % 10)] = RandomValue(random, 3);
    const SharedObject shared(object);
    const size_t size = object.dump().size();
    for (int again = 0; again < 2; ++again) {
      EXPECT_TRUE(FitsInto(shared, size)) << object;
      EXPECT_FALSE(FitsInto(shared, size - 1)) << object;
    }
  }
}

}  // namespace
}  // namespace lianban::workflow
