#include "services/lib/sealing/city_keys.h"

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::sealing {
namespace {

constexpr uint8_t kWrappingVersion = 1;
constexpr size_t kKeyBytes = 32;

std::string Aad(std::string_view city_id, std::string_view place) { return fmt::format("{}/{}", city_id, place); }

std::string KeyPlace(int version) { return fmt::format("city_key/wrapped_key/{}", version); }

}  // namespace

std::string CityKeySet::Seal(std::string_view city_id, std::string_view place, std::string_view plain) const {
  const auto& [version, key] = *data_keys.rbegin();
  return crypto::EncryptField(crypto::FieldCipher::kAes256Gcm, version, key, Aad(city_id, place), plain);
}

absl::StatusOr<std::string> CityKeySet::Open(std::string_view city_id, std::string_view place,
                                             std::string_view sealed) const {
  LIANBAN_ASSIGN_OR_RETURN(uint8_t version, crypto::KeyVersionOf(sealed));
  auto key = data_keys.find(version);
  if (key == data_keys.end()) return absl::InternalError("a sealed value names a key that is gone");
  return crypto::DecryptField(key->second, Aad(city_id, place), sealed);
}

std::string CityKeySet::Index(std::string_view what, std::string_view value) const {
  return crypto::Hex(crypto::HmacSha256(index_key, fmt::format("{}\n{}", what, value)));
}

absl::StatusOr<std::shared_ptr<const CityKeySet>> CityKeys::Get(const std::string& city_id) {
  {
    std::lock_guard lock(mutex_);
    auto at = loaded_.find(city_id);
    if (at != loaded_.end()) return at->second;
  }
  LIANBAN_ASSIGN_OR_RETURN(auto keys, Load(city_id));
  std::lock_guard lock(mutex_);
  return loaded_.emplace(city_id, std::move(keys)).first->second;
}

absl::StatusOr<std::shared_ptr<const CityKeySet>> CityKeys::Load(const std::string& city_id) {
  auto keys = std::make_shared<CityKeySet>();
  keys->index_key = crypto::HmacSha256(keys_.index, "city/" + city_id);
  std::string fresh = crypto::RandomBytes(kKeyBytes);
  LIANBAN_RETURN_IF_ERROR(database_.RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("city_keys", {city_id}));
    if (rows->size() == 0) {
      // Two processes may come here at once; the row that is there first is the key.
      std::string wrapped = crypto::EncryptField(crypto::FieldCipher::kAes256Gcm, kWrappingVersion, keys_.field,
                                                 Aad(city_id, KeyPlace(1)), fresh);
      LIANBAN_RETURN_IF_ERROR(
          tx.Query("insert_city_key", {city_id, "1", std::to_string(int(crypto::FieldCipher::kAes256Gcm)),
                                       postgres::Bytes(wrapped), postgres::Timestamp(absl::ToUnixMicros(absl::Now()))})
              .status());
      LIANBAN_ASSIGN_OR_RETURN(rows, tx.Query("city_keys", {city_id}));
    }
    keys->data_keys.clear();
    for (int i = 0; i < rows->size(); ++i) {
      int version = static_cast<int>(rows->GetInt(i, 0));
      LIANBAN_ASSIGN_OR_RETURN(
          keys->data_keys[static_cast<uint8_t>(version)],
          crypto::DecryptField(keys_.field, Aad(city_id, KeyPlace(version)), postgres::FromBytes(rows->Get(i, 1))));
    }
    return absl::OkStatus();
  }));
  LIANBAN_CHECK(!keys->data_keys.empty(), "city without a key");
  return keys;
}

}  // namespace lianban::sealing
