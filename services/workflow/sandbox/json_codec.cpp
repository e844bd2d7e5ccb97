#include "services/workflow/sandbox/json_codec.h"

#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/wire/message_pack.h"
#include "services/workflow/sandbox/wire/messages.h"
#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
namespace {

using nlohmann::json;

bool Encode(const json& value, MessagePackWriter& out, int depth_left) {
  if (depth_left < 0) return false;
  switch (value.type()) {
    case json::value_t::null: out.Nil(); return true;
    case json::value_t::boolean: out.Bool(value.get<bool>()); return true;
    case json::value_t::number_integer: out.Int(value.get<int64_t>()); return true;
    case json::value_t::number_float: out.Float(value.get<double>()); return true;
    case json::value_t::string: out.Text(value.get_ref<const std::string&>()); return true;
    case json::value_t::number_unsigned:
      if (value.get<uint64_t>() > INT64_MAX) return false;
      out.Int(value.get<int64_t>());
      return true;
    case json::value_t::array:
      out.Array(static_cast<uint32_t>(value.size()));
      for (const json& element : value) {
        if (!Encode(element, out, depth_left - 1)) return false;
      }
      return true;
    case json::value_t::object:
      out.Map(static_cast<uint32_t>(value.size()));
      for (auto it = value.begin(); it != value.end(); ++it) {
        out.Text(it.key());
        if (!Encode(it.value(), out, depth_left - 1)) return false;
      }
      return true;
    default: return false;
  }
}

bool Decode(ByteReader& in, json& value, int depth_left) {
  if (depth_left < 0) return false;
  Token token = ReadToken(in);
  switch (token.type) {
    case TokenType::kNil: value = nullptr; return true;
    case TokenType::kBool: value = token.integer != 0; return true;
    case TokenType::kInt: value = token.integer; return true;
    case TokenType::kFloat: value = token.number; return true;
    case TokenType::kText:
      if (!IsUtf8(token.text)) return false;
      value = token.text;
      return true;
    case TokenType::kArray:
      value = json::array();
      for (uint32_t i = 0; i < token.count; ++i) {
        if (!Decode(in, value.emplace_back(), depth_left - 1)) return false;
      }
      return true;
    case TokenType::kMap:
      value = json::object();
      for (uint32_t i = 0; i < token.count; ++i) {
        Token key = ReadToken(in);
        if (key.type != TokenType::kText || !IsUtf8(key.text)) return false;
        auto& members = value.get_ref<json::object_t&>();
        auto member = members.emplace_hint(members.end(), std::string(key.text), nullptr);  // names come in order
        if (!Decode(in, member->second, depth_left - 1)) return false;
      }
      return true;
    case TokenType::kBad: return false;
  }
  return false;
}

// Lists and tables that a case carries along are encoded once for all its commands.
std::optional<std::string> PackMember(const json& value) {
  std::string packed;
  MessagePackWriter writer(packed);
  if (!Encode(value, writer, kArgumentDepthMax - 1)) return std::nullopt;
  return packed;
}

}  // namespace

bool EncodeJson(const json& value, std::string& out) {
  MessagePackWriter writer(out);
  return Encode(value, writer, kArgumentDepthMax);
}

bool EncodeShared(const SharedJson& value, std::string& out) {
  out.push_back(static_cast<char>(SharedForm::kWhole));
  return EncodeJson(*value, out);
}

bool EncodeShared(const SharedObject& value, std::string& out) {
  out.push_back(static_cast<char>(SharedForm::kMembers));
  ByteWriter writer(out);
  writer.U32(static_cast<uint32_t>(value.members().size()));
  std::string small;
  for (const auto& [name, member] : value.members()) {
    writer.Text(name);
    if (member->is_structured()) {
      const std::string* packed = member.Packed(PackMember);
      if (packed == nullptr) return false;
      writer.Text(*packed);
      continue;
    }
    small.clear();
    MessagePackWriter value_writer(small);
    if (!Encode(*member, value_writer, kArgumentDepthMax - 1)) return false;
    writer.Text(small);
  }
  return true;
}

std::optional<json> DecodeJson(std::string_view bytes) {
  ByteReader in(bytes);
  json value;
  if (!Decode(in, value, kArgumentDepthMax) || !in.at_end()) return std::nullopt;
  return value;
}

}  // namespace lianban::workflow::sandbox
