#pragma once
// Reads the data of a paper from JSON, naming the field that is missing or wrong.

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace lianban::records {

// Fields are read one after the other; the first fault is kept and later reads give empty values.
class DataReader {
 public:
  // `path` is where `object` lies ("matters[1]."); object must outlive the reader.
  DataReader(const nlohmann::json& object, std::string path, absl::Status* fault);

  std::string Required(const char* name);
  std::string Optional(const char* name);
  bool Flag(const char* name);
  int Count(const char* name, int otherwise);
  // Each element of an array of objects; absent is empty.
  void Each(const char* name, const std::function<void(DataReader&)>& read);
  // Each element of an array of texts.
  std::vector<std::string> Texts(const char* name);
  // A nested object; absent reads as an empty one.
  DataReader Nested(const char* name);
  void Fail(const char* name);
  std::string PathOf(const char* name) const { return path_ + name; }
  absl::Status* fault() const { return fault_; }

 private:
  const nlohmann::json* Find(const char* name) const;
  const nlohmann::json* object_;
  std::string path_;
  absl::Status* fault_;
};

}  // namespace lianban::records
