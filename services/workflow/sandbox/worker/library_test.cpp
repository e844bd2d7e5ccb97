// The curated library agrees with Lua's own wherever both may answer: each expression runs in both and must give the
// same text.

#include <lauxlib.h>
#include <lualib.h>

#include <random>

#include "gmock/gmock.h"
#include "services/workflow/sandbox/wire/message_pack.h"
#include "services/workflow/sandbox/worker/script_state.h"

namespace lianban::workflow::sandbox {
namespace {

// Values joined by "|"; an error is "error".
constexpr const char* kShow = R"(
local function show(...)
  local out = {}
  for i = 1, select('#', ...) do
    local v = select(i, ...)
    out[#out + 1] = type(v) == 'number' and string.format('%s:%.17g', math.type(v), v) or tostring(v)
  end
  return table.concat(out, '|')
end
)";

std::string InStockLua(const std::string& expression) {
  lua_State* L = luaL_newstate();
  luaL_openlibs(L);
  std::string code = kShow + ("return show(" + expression + ")");
  bool ok = luaL_loadstring(L, code.c_str()) == LUA_OK && lua_pcall(L, 0, 1, 0) == LUA_OK;
  size_t size = 0;
  const char* text = ok ? lua_tolstring(L, -1, &size) : nullptr;
  std::string result = text != nullptr ? std::string(text, size) : "error";
  lua_close(L);
  return result;
}

std::string InSandbox(const std::string& expression) {
  static ScriptRunner runner{ScriptLimits{}};
  BundleFiles bundle{.main = "t.lua", .files = {}};
  // The result may be any bytes: every byte as a number.
  bundle.files["t.lua"] = kShow + ("return { r = function() local ok, s = pcall(function() return show(" + expression +
                                   ") end) if not ok then return 'error' end local n = {} for i = 1, #s do n[i] = s:byte(i) end return n end }");
  ScriptImage image = runner.Load(bundle);
  if (!image.errors.empty()) return "load: " + image.errors[0].message;
  runner.BeginCase(image, {});
  CallOutcome outcome = runner.Call(1, {.own = "\x90"});
  if (!outcome.ok) return outcome.error.code + " " + outcome.error.message;
  ByteReader in(outcome.value);
  Token token = ReadToken(in);
  if (token.type == TokenType::kText) return std::string(token.text);
  std::string result;
  for (uint32_t i = 0; i < token.count; ++i) result += static_cast<char>(ReadToken(in).integer);
  return result;
}

class SameAsLua : public testing::TestWithParam<const char*> {};
TEST_P(SameAsLua, Expression) { EXPECT_EQ(InSandbox(GetParam()), InStockLua(GetParam())) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(Base, SameAsLua, testing::Values(
    "tonumber('10'), tonumber(' 0x1p4 '), tonumber('1e2'), tonumber(''), tonumber('10a'), tonumber('  12  '), tonumber('1 2')",
    "tonumber('ff', 16), tonumber('-zz', 36), tonumber('8', 8), tonumber(' 11 ', 2), tonumber('', 10), tonumber('7fffffffffffffff', 16)",
    "tonumber(nil)", "tonumber()", "tonumber('1', 99)", "tonumber(1, 10)", "tonumber('9223372036854775808')",
    "tostring(1), tostring(1.0), tostring(-0.0), tostring(1e15), tostring(1e100), tostring(2^53), tostring(1/3), tostring(1/0)",
    "tostring(nil), tostring(true), tostring('x')", "tostring()", "select('#'), select('#', nil, nil), select(2, 'a', 'b', 'c')",
    "select(-1, 'a', 'b'), (select(-2, 'a', 'b'))", "select(0)", "select(-5, 1)", "type(nil), type(1), type('x'), type({}), type(type)",
    "type()", "pcall(error, 'x')", "pcall(error, 'x', 0)", "pcall(error)", "pcall(function() return 1, 2 end)", "pcall()",
    "assert(1, 2, 3)", "pcall(assert, false)", "pcall(assert, nil, 'm')", "pcall(assert)", "(function() for i, v in ipairs({1, 2, nil, 4}) do assert(v == i and i < 3) end return 1 end)()", "(function() local s = 0 for _, v in pairs({a = 1, b = 2, 3}) do s = s + v end return s end)()"));

INSTANTIATE_TEST_SUITE_P(String, SameAsLua, testing::Values(
    "('abc'):byte(), ('abc'):byte(2), ('abc'):byte(-1), ('abc'):byte(10), ('abc'):byte(1, -1)", "string.char(), string.char(104, 105, 0, 255)",
    "string.char(256)", "string.char(-1)", "('abc'):len(), (''):len(), ('a\\0b'):len()", "('aBc1'):lower(), ('aBc1'):upper(), ('abc'):reverse()",
    "('ab'):rep(3), ('ab'):rep(3, ','), ('ab'):rep(0), ('ab'):rep(-1), ('ab'):rep(1, ',')",
    "('hello'):sub(2), ('hello'):sub(-3), ('hello'):sub(2, 3), ('hello'):sub(2, -2), ('hello'):sub(0), ('hello'):sub(10), ('hello'):sub(3, 2)",
    "('hello'):sub(math.mininteger, math.maxinteger), ('hello'):sub(math.maxinteger), ('hello'):sub(-100, 2)", "('x'):sub()",
    "('x'):sub(1.5)", "('hello'):find('l'), ('hello'):find('xyz'), ('hello'):find(''), ('hello'):find('', 10), ('hello'):find('', 6)",
    "('a.b'):find('.', 1, true), ('a.b'):find('.', 2, true), ('a+b'):find('+', 1, true), ('hello'):find('l', -2)",
    "('hello world'):find('o w'), ('hello world'):find('(o)( )(w)'), ('hello'):find('^h'), ('hello'):find('^e'), ('hello'):find('o$')",
    "('key = value'):match('(%w+)%s*=%s*(%w+)'), ('2026-03-05'):match('(%d+)-(%d+)-(%d+)'), ('x'):match('()'), ('abc'):match('.-'), ('abc'):match('.-$')",
    "('THE (quick) fox'):find('%((%a+)%)'), ('f(a(b)c)d'):match('%b()'), ('THE (quick) fox'):gsub('%f[%a]%a+', 'W')",
    "('hello'):gsub('l', 'L'), ('hello'):gsub('', '-'), ('hello'):gsub('l', 'L', 1), ('hello'):gsub('l', 'L', 0), ('abc'):gsub('%w', '%0%0')",
    "('abc'):gsub('(a)(b)(c)', '%3%2%1'), ('abc'):gsub('b', '%%'), ('hello world'):gsub('%w+', { hello = 'HI', world = false })",
    "('abc'):gsub('%w', function(c) if c == 'b' then return 'X' end end), ('abc'):gsub('()', '%1'), ('abc'):gsub('b', 5), ('abc'):gsub('b*', '-')",
    "('abc'):gsub('b', '%2')", "('abc'):gsub('b', '%')", "('abc'):gsub('b', '%x')", "('abc'):gsub('b', true)", "('abc'):gsub('b', function() return {} end)",
    "('a,b,,c'):gsub(',', ';'), ('  trim  '):match('^%s*(.-)%s*$'), ('x^2'):gsub('%^', '**'), ('abc'):gsub('^a', 'z'), ('aaa'):gsub('^a', 'z')",
    "('[]]'):find('[]]'), ('a-z'):find('[a%-z]+'), ('^'):find('[%^]'), ('b'):find('[^a]'), ('-'):find('[a-]'), (']'):find('[^a]'), ('x'):find('[%w_]')",
    "('aaab'):find('a-b'), ('aaab'):match('(a+)(b)'), ('ab'):match('a?b'), ('b'):match('a?b'), ('abab'):match('(ab)%1'), ('a'):match('((a))')",
    "('x'):find('[a')", "('x'):find('%')", "('x'):find('(')", "('x'):find(')')", "('x'):find('%1')", "('x'):find('%f')", "('x'):find('%b')", "('x'):find('%bx')",
    "('a\\0b'):find('\\0'), ('a\\0b'):match('[\\0]')", "('äö'):find('ö'), ('äö'):upper()",
    "(function() local t = {} for w in ('one two  three'):gmatch('%a+') do t[#t + 1] = w end return table.concat(t, ',') end)()",
    "(function() local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[#t + 1] = k .. v end return table.concat(t, ',') end)()",
    "(function() local t = {} for p in ('abc'):gmatch('()') do t[#t + 1] = p end return table.concat(t, ',') end)()",
    "(function() local t = {} for w in ('abc'):gmatch('x*') do t[#t + 1] = '<' .. w .. '>' end return table.concat(t) end)()",
    "(function() local t = {} for w in ('^a^a'):gmatch('^a') do t[#t + 1] = w end return table.concat(t, ',') end)()",
    "(function() local t = {} for w in ('abcd'):gmatch('%a', 3) do t[#t + 1] = w end return table.concat(t, ',') end)()"));

INSTANTIATE_TEST_SUITE_P(Format, SameAsLua, testing::Values(
    "string.format('%d %5d %-5d| %05d %+d %x %X %o', 1, 2, 3, 4, 5, 255, 255, 8)", "string.format('%i', 3.0)", "string.format('%d', 3.5)",
    "string.format('%.3f %10.2f %-10.1f| %e %g %G', 1/3, 2.5, 2.5, 12345.678, 1e20, 1e-10)", "string.format('%a', 1.5)",
    "string.format('%s %10s %-10s| %.2s', 'x', 'y', 'z', 'long')", "string.format('%s %s %s', nil, true, 12)", "string.format('%c%c', 72, 105)",
    "string.format('%%')", "string.format('%q', 'a\"b\\\\c\\nd\\0e\\r1')", "string.format('%s')", "string.format('%y', 1)", "string.format('%', 1)",
    "string.format('%d', 'x')", "string.format('%100d', 1)", "string.format('%.100f', 1)", "string.format('%5s', '中')",
    "string.format('%.20s', 'short'), string.format('%.0s', 'gone'), string.format('%.s', 'gone')", "string.format('plain')", "string.format('%.14g', 0.1)"));

INSTANTIATE_TEST_SUITE_P(Table, SameAsLua, testing::Values(
    "table.concat({}), table.concat({ 1, 'a', 2.5 }), table.concat({ 1, 2, 3 }, ', '), table.concat({ 1, 2, 3 }, '-', 2), table.concat({ 1, 2, 3 }, '-', 2, 2)",
    "table.concat({ 1, {}, 3 })", "table.concat({ 1, 2 }, ',', 1, 3)", "(function() local t = { 1, 2, 3 } table.insert(t, 4) table.insert(t, 1, 0) return table.concat(t, ',') end)()",
    "table.insert({ 1, 2 }, 5, 3)", "table.insert({ 1, 2 }, 0, 3)", "table.insert({})", "table.insert({}, 1, 2, 3)", "table.insert(nil, 1)",
    "(function() local t = { 1, 2, 3 } return table.remove(t), table.remove(t, 1), table.concat(t, ',') end)()", "table.remove({}), table.remove({}, 0)",
    "table.remove({ 1, 2, 3 }, 4), #{}", "table.remove({ 1, 2, 3 }, 7)", "table.unpack({ 1, 2, 3 })", "table.unpack({ 1, 2, 3 }, 2)", "table.unpack({ 1, 2 }, 1, 3)",
    "table.unpack({}, 5, 4)", "(function() local t = { 5, 2, 8, 1 } table.sort(t) return table.concat(t, ',') end)()",
    "(function() local t = { 5, 2, 8, 1 } table.sort(t, function(a, b) return a > b end) return table.concat(t, ',') end)()",
    "(function() local t = { 'b', 'a', 'C' } table.sort(t) return table.concat(t, ',') end)()", "table.sort({ 1, 'a' })", "table.sort({ {}, {} })", "table.sort({ 3, 1 }, 5)"));

INSTANTIATE_TEST_SUITE_P(Math, SameAsLua, testing::Values(
    "math.abs(-3), math.abs(-3.5), math.abs(math.mininteger), math.ceil(1.2), math.ceil(-1.2), math.floor(1.8), math.floor(-1.8), math.floor(3)",
    "math.floor(1e300), math.ceil(-1e300), math.floor(2^62)", "math.max(1, 5, 3), math.min(1.5, 0.5), math.max(1), math.max(2, 2.0)", "math.max()",
    "math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7.5, 2), math.fmod(math.mininteger, -1)", "math.fmod(1, 0)", "math.modf(3.7), math.modf(-3.7)", "math.modf(5)",
    "math.modf(1/0)", "math.sqrt(16), math.sqrt(2)", "math.tointeger(3.0), math.tointeger(3.5), math.tointeger({}), math.tointeger('x')", "math.type(1), math.type(1.0), math.type('1')",
    "math.type()", "math.ult(1, -1), math.ult(-1, 1)", "math.pi, math.huge, math.maxinteger, math.mininteger"));

INSTANTIATE_TEST_SUITE_P(Utf8, SameAsLua, testing::Values(
    "utf8.char(), utf8.char(72, 228, 8364, 0x4E2D, 0x1F600)", "utf8.char(-1)", "utf8.len('中文abc'), utf8.len(''), utf8.len('\\xff'), utf8.len('a\\xffb')", "utf8.len('中文', 4), utf8.len('中文', 2)",
    "utf8.len('abc', 5)", "utf8.len('abc', 1, 4)", "utf8.len('abc', -2), utf8.len('abc', 4)", "utf8.codepoint('中文', 1, -1)", "utf8.codepoint('abc')", "utf8.codepoint('\\xff')",
    "utf8.codepoint('abc', 4)", "utf8.offset('中文a', 2), utf8.offset('中文a', 3), utf8.offset('中文a', -1), utf8.offset('中文a', 0, 2), utf8.offset('中文a', 9), utf8.offset('abc', 4)",
    "utf8.offset('中文', 1, 2)", "utf8.offset('abc', 1, 9)", "(function() local t = {} for p, c in utf8.codes('a中ö') do t[#t + 1] = p .. ':' .. c end return table.concat(t, ' ') end)()",
    "(function() for p, c in utf8.codes('a\\xff') do end end)()", "('中文'):match(utf8.charpattern)"));

// Where we differ on purpose: text is not a number until tonumber says so, and %z is gone.
TEST(Library, DoesNotTakeTextForNumbers) {
  for (const char* expression : {"string.format('%d', '10')", "math.max('1')", "('x'):rep('3')", "math.floor('1')", "'10' + 1", "-'2'", "'3' // 2", "'1' | 1"}) {
    EXPECT_EQ(InSandbox(expression), "error") << expression;
  }
}

// Random patterns over a small alphabet meet every corner of the matcher.
TEST(Patterns, AgreeWithLuaOnRandomOnes) {
  std::mt19937 random(20260305);
  const char* pieces[] = {"a", "b", ".", "%a", "%d", "[ab]", "[^a]", "[%w-]", "a*", "b+", "a-", "b?", "(a", ")", "()", "^", "$", "%b()", "%f[a]", "%1", "1", "[a-c]*", "-", "]"};
  const char* letters[] = {"a", "b", "c", "1", "(", ")", "-", "]"};
  auto pick = [&](auto& from) { return from[random() % std::size(from)]; };
  for (int i = 0; i < 600; ++i) {
    std::string subject, pattern;
    for (size_t n = random() % 12; n > 0; --n) subject += pick(letters);
    for (size_t n = random() % 6; n > 0; --n) pattern += pick(pieces);
    std::string expression = "pcall(string.find, [==[" + subject + "]==], [==[" + pattern + "]==])";
    std::string ours = InSandbox("(" + expression + "), select(2, " + expression + ")"), theirs = InStockLua("(" + expression + "), select(2, " + expression + ")");
    // Error texts may differ; that there is one must not.
    if (theirs.starts_with("false")) theirs = ours.starts_with("false") ? ours : theirs;
    ASSERT_EQ(ours, theirs) << expression;
    std::string replace = "pcall(string.gsub, [==[" + subject + "]==], [==[" + pattern + "]==], '<%0>')";
    ours = InSandbox(replace), theirs = InStockLua(replace);
    if (theirs.starts_with("false")) theirs = ours.starts_with("false") ? ours : theirs;
    ASSERT_EQ(ours, theirs) << replace;
  }
}

}  // namespace
}  // namespace lianban::workflow::sandbox
