#include "services/workflow/sandbox/json_codec.h"

#include <algorithm>

#include "services/workflow/sandbox/wire/limits.h"
#include "services/workflow/sandbox/wire/message_pack.h"
#include "services/workflow/sandbox/wire/messages.h"
#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
namespace {

using nlohmann::json;

// Of a list whose length only the other side knows.
constexpr size_t kReservedMax = 1000;

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
      for (const json& element : value.get_ref<const json::array_t&>()) {
        if (!Encode(element, out, depth_left - 1)) return false;
      }
      return true;
    case json::value_t::object:
      out.Map(static_cast<uint32_t>(value.size()));
      for (const auto& [name, member] : value.get_ref<const json::object_t&>()) {
        out.Text(name);
        if (!Encode(member, out, depth_left - 1)) return false;
      }
      return true;
    default: return false;
  }
}

// What is bad fails the reader, too.
json Decode(ByteReader& in, int depth_left) {
  const Token token = depth_left < 0 ? Token() : ReadToken(in);
  switch (token.type) {
    case TokenType::kNil: return nullptr;
    case TokenType::kBool: return token.integer != 0;
    case TokenType::kInt: return token.integer;
    case TokenType::kFloat: return token.number;
    case TokenType::kText:
      if (!IsUtf8(token.text)) break;
      return std::string(token.text);
    case TokenType::kArray: {
      json::array_t elements;
      elements.reserve(std::min<size_t>(token.count, kReservedMax));
      for (uint32_t i = 0; i < token.count && in.ok(); ++i) elements.push_back(Decode(in, depth_left - 1));
      return json(std::move(elements));
    }
    case TokenType::kMap: {
      json::object_t members;
      for (uint32_t i = 0; i < token.count && in.ok(); ++i) {
        const Token name = ReadToken(in);
        if (name.type != TokenType::kText || !IsUtf8(name.text)) in.Fail();
        members.emplace_hint(members.end(), name.text, Decode(in, depth_left - 1));  // names come in order
      }
      return json(std::move(members));
    }
    case TokenType::kBad: break;
  }
  in.Fail();
  return nullptr;
}

// Of an element that is kept encoded: the answers of a step are three levels down.
constexpr int kElementDepth = kArgumentDepthMax - 3;

bool EncodeParts(const SharedJson& value, std::string& out, int depth_left);

bool EncodePart(const SharedJson& part, std::string& out, int depth_left) {
  MessagePackWriter writer(out);
  return part.parts() != nullptr ? EncodeParts(part, out, depth_left) : Encode(*part, writer, depth_left);
}

std::optional<std::string> PackElement(const SharedJson& element) {
  std::string packed;
  packed.reserve(256);
  if (!EncodePart(element, packed, kElementDepth)) return std::nullopt;
  return packed;
}

// Elements of lists stay as they are while others are added: they are encoded once. What changes are the lists and the objects that
// hold them.
bool EncodeParts(const SharedJson& value, std::string& out, int depth_left) {
  if (depth_left < 0) return false;
  const std::vector<SharedJson>& parts = *value.parts();
  const std::vector<std::string>* names = value.names();
  const auto count = static_cast<uint32_t>(parts.size());
  MessagePackWriter writer(out);
  names != nullptr ? writer.Map(count) : writer.Array(count);
  for (uint32_t i = 0; i < count; ++i) {
    if (names != nullptr) writer.Text((*names)[i]);
    const bool kept = names == nullptr && depth_left > kElementDepth && (parts[i].parts() != nullptr || parts[i]->is_structured());
    if (!kept) {
      if (!EncodePart(parts[i], out, depth_left - 1)) return false;
      continue;
    }
    const std::string* packed = parts[i].Packed(PackElement);
    if (packed == nullptr) return false;
    out += *packed;
  }
  return true;
}

// Lists and tables that a case carries along are encoded once for all its commands, and so are the parts of a list.
std::optional<std::string> PackMember(const SharedJson& member) {
  std::string packed;
  packed.reserve(256);
  if (!EncodePart(member, packed, kArgumentDepthMax - 1)) return std::nullopt;
  return packed;
}

std::optional<std::string> PackMembers(const SharedObject& value) {
  std::string out;
  out.reserve(2048);  // with less, most would grow several times
  out.push_back(static_cast<char>(SharedForm::kMembers));
  ByteWriter writer(out);
  MessagePackWriter values(out);
  writer.U32(static_cast<uint32_t>(value.members().size()));
  for (const auto& [name, member] : value.members()) {
    writer.Text(name);
    if (member.parts() != nullptr || member->is_structured()) {
      const std::string* packed = member.Packed(PackMember);
      if (packed == nullptr) return std::nullopt;
      writer.Text(*packed);
      continue;
    }
    const size_t at = writer.BeginText();
    if (!Encode(*member, values, kArgumentDepthMax - 1)) return std::nullopt;
    writer.EndText(at);
  }
  return out;
}

}  // namespace

bool EncodeJson(const json& value, std::string& out) {
  MessagePackWriter writer(out);
  return Encode(value, writer, kArgumentDepthMax);
}

bool EncodeShared(const SharedJson& value, std::string& out) {
  out.push_back(static_cast<char>(SharedForm::kWhole));
  return EncodePart(value, out, kArgumentDepthMax);
}

const std::string* PackJson(const SharedJson& value) {
  return value.Packed([](const SharedJson& plain) {
    std::string packed;
    return EncodeJson(*plain, packed) ? std::optional(std::move(packed)) : std::nullopt;
  });
}

const std::string* PackShared(const SharedObject& value) { return value.Packed(PackMembers); }

std::optional<json> DecodeJson(std::string_view bytes) {
  ByteReader in(bytes);
  std::optional<json> value = Decode(in, kArgumentDepthMax);
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return value;
}

}  // namespace lianban::workflow::sandbox
