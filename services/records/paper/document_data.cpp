#include "services/records/paper/document_data.h"

#include <utility>

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::records {
namespace {

const nlohmann::json& EmptyObject() {
  static const nlohmann::json empty = nlohmann::json::object();
  return empty;
}

constexpr int kElementsMax = 500;

}  // namespace

DataReader::DataReader(const nlohmann::json& object, std::string path, absl::Status* fault)
    : object_(&object), path_(std::move(path)), fault_(fault) {
  if (!object.is_object()) {
    object_ = &EmptyObject();
    Fail("");
  }
}

const nlohmann::json* DataReader::Find(const char* name) const {
  auto at = object_->find(name);
  return at == object_->end() || at->is_null() ? nullptr : &*at;
}

void DataReader::Fail(const char* name) {
  if (fault_->ok()) *fault_ = Error("DOCUMENT_DATA_INVALID", {{"detail", path_ + name}});
}

std::string DataReader::Required(const char* name) {
  std::string value = Optional(name);
  if (value.empty()) Fail(name);
  return value;
}

std::string DataReader::Optional(const char* name) {
  const nlohmann::json* value = Find(name);
  if (value == nullptr) return "";
  if (!value->is_string()) {
    Fail(name);
    return "";
  }
  return value->get<std::string>();
}

bool DataReader::Flag(const char* name) {
  const nlohmann::json* value = Find(name);
  if (value == nullptr) return false;
  if (!value->is_boolean()) Fail(name);
  return value->is_boolean() && value->get<bool>();
}

int DataReader::Count(const char* name, int otherwise) {
  const nlohmann::json* value = Find(name);
  if (value == nullptr) return otherwise;
  if (!value->is_number_integer() || *value < 0 || *value > 100000) {
    Fail(name);
    return otherwise;
  }
  return value->get<int>();
}

void DataReader::Each(const char* name, const std::function<void(DataReader&)>& read) {
  const nlohmann::json* value = Find(name);
  if (value == nullptr) return;
  if (!value->is_array() || value->size() > kElementsMax) return Fail(name);
  for (size_t i = 0; i < value->size(); ++i) {
    DataReader element((*value)[i], fmt::format("{}{}[{}].", path_, name, i), fault_);
    read(element);
  }
}

std::vector<std::string> DataReader::Texts(const char* name) {
  std::vector<std::string> texts;
  const nlohmann::json* value = Find(name);
  if (value == nullptr) return texts;
  if (!value->is_array() || value->size() > kElementsMax) {
    Fail(name);
    return texts;
  }
  for (const nlohmann::json& text : *value) {
    if (!text.is_string()) {
      Fail(name);
      break;
    }
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

DataReader DataReader::Nested(const char* name) {
  const nlohmann::json* value = Find(name);
  return DataReader(value == nullptr ? EmptyObject() : *value, path_ + name + ".", fault_);
}

}  // namespace lianban::records
