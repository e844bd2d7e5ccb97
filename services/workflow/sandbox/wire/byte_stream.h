#pragma once
// Little-endian bytes between the pool and a worker. Both ends distrust each other: the reader never reads past its
// end, and after the first short read everything is empty and ok() is false.

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace lianban::workflow::sandbox {

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}

  size_t size() const { return out_.size(); }
  void U8(uint8_t value) { out_.push_back(static_cast<char>(value)); }
  void U32(uint32_t value) { Fixed(value); }
  void U64(uint64_t value) { Fixed(value); }
  void I64(int64_t value) { Fixed(value); }
  void Text(std::string_view text) {
    U32(static_cast<uint32_t>(text.size()));
    out_.append(text);
  }
  // A text that others write in between, where it stays: BeginText gives what EndText needs.
  size_t BeginText() {
    U32(0);
    return out_.size();
  }
  void EndText(size_t at) {
    const auto size = static_cast<uint32_t>(out_.size() - at);
    std::memcpy(out_.data() + at - sizeof size, &size, sizeof size);
  }

 private:
  template <class T>
  void Fixed(T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof value);
  }
  std::string& out_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  size_t remaining() const { return rest_.size(); }
  std::string_view rest() const { return rest_; }

  uint8_t U8() { return Fixed<uint8_t>(); }
  uint32_t U32() { return Fixed<uint32_t>(); }
  uint64_t U64() { return Fixed<uint64_t>(); }
  int64_t I64() { return Fixed<int64_t>(); }
  std::string_view Text() { return Bytes(U32()); }
  std::string_view Bytes(size_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    std::string_view bytes = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return bytes;
  }
  void Fail() {
    ok_ = false;
    rest_ = {};
  }

 private:
  template <class T>
  T Fixed() {
    T value{};
    if (std::string_view bytes = Bytes(sizeof value); bytes.size() == sizeof value) {
      std::memcpy(&value, bytes.data(), sizeof value);
    }
    return value;
  }
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace lianban::workflow::sandbox
