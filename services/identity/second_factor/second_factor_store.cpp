#include "services/identity/second_factor/second_factor_store.h"

#include "absl/strings/ascii.h"
#include "nlohmann/json.hpp"
#include "services/lib/crypto/crypto.h"
#include "services/lib/crypto/one_time_code.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr int kRecoveryCodes = 10;
constexpr uint8_t kKeyVersion = 1;

std::string SealingKey(const crypto::Keys& keys) { return crypto::HmacSha256(keys.field, "identity.second_factor"); }

std::string PlaceOf(const FactorOwner& owner) { return owner.city + "/identity.second_factor/" + owner.user_id; }

// "abcde-fghij": without the dash and whatever the case.
std::string HashOf(const crypto::Keys& keys, const FactorOwner& owner, std::string_view code) {
  std::string plain;
  for (const char c : code) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) plain += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return crypto::HmacSha256(keys.pepper, "recovery " + owner.city + "/" + owner.user_id + " " + plain);
}

}  // namespace

absl::StatusOr<std::optional<StoredFactor>> ReadFactor(postgres::Transaction& tx, const crypto::Keys& keys,
                                                       const FactorOwner& owner, bool lock) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query(lock ? "lock_second_factor" : "second_factor",
                                                     {owner.city, owner.user_id}));
  if (rows->size() == 0) return std::nullopt;
  StoredFactor factor;
  LIANBAN_ASSIGN_OR_RETURN(
      factor.secret, crypto::DecryptField(SealingKey(keys), PlaceOf(owner), postgres::FromBytes(rows->Get(0, 0))));
  factor.last_step = rows->GetInt(0, 1);
  if (!rows->IsNull(0, 2)) factor.confirm_time = TimeOf(rows->Get(0, 2));
  return factor;
}

absl::Status PutFactor(postgres::Transaction& tx, const crypto::Keys& keys, const FactorOwner& owner,
                       const std::string& secret, absl::Time now) {
  const std::string sealed =
      crypto::EncryptField(crypto::FieldCipher::kAes256Gcm, kKeyVersion, SealingKey(keys), PlaceOf(owner), secret);
  LIANBAN_ASSIGN_OR_RETURN(
      const auto put,
      tx.Query("put_second_factor", {owner.city, owner.user_id, postgres::Bytes(sealed), Timestamp(now)}));
  return put->size() == 1 ? absl::OkStatus() : Error("SECOND_FACTOR_EXISTS");
}

absl::StatusOr<bool> UseCode(postgres::Transaction& tx, const crypto::Keys& keys, const FactorOwner& owner,
                             const std::string& code, absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(const auto factor, ReadFactor(tx, keys, owner, true));
  if (!factor) return false;
  const auto step = crypto::MatchOneTimeCode(factor->secret, code, now, factor->last_step);
  if (!step) return false;
  LIANBAN_RETURN_IF_ERROR(
      tx.Query("use_second_factor", {owner.city, owner.user_id, std::to_string(*step), Timestamp(now)}).status());
  return true;
}

absl::StatusOr<bool> UseRecoveryCode(postgres::Transaction& tx, const crypto::Keys& keys, const FactorOwner& owner,
                                     const std::string& code, absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(
      const auto used, tx.Query("use_recovery_code", {owner.city, owner.user_id,
                                                      postgres::Bytes(HashOf(keys, owner, code)), Timestamp(now)}));
  return used->size() == 1;
}

absl::StatusOr<std::vector<std::string>> MakeRecoveryCodes(postgres::Transaction& tx, const crypto::Keys& keys,
                                                           const FactorOwner& owner) {
  std::vector<std::string> codes, hashes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    const std::string text = absl::AsciiStrToLower(crypto::Base32(crypto::RandomBytes(7))).substr(0, 10);  // 50 bits
    codes.push_back(text.substr(0, 5) + "-" + text.substr(5));
    hashes.push_back(postgres::Bytes(HashOf(keys, owner, codes.back())));
  }
  LIANBAN_RETURN_IF_ERROR(tx.Query("delete_recovery_codes", {owner.city, owner.user_id}).status());
  LIANBAN_RETURN_IF_ERROR(
      tx.Query("insert_recovery_codes", {owner.city, owner.user_id, postgres::TextArray(hashes)}).status());
  return codes;
}

absl::StatusOr<int64_t> CountRecoveryCodes(postgres::Transaction& tx, const FactorOwner& owner) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("count_recovery_codes", {owner.city, owner.user_id}));
  return rows->GetInt(0, 0);
}

absl::StatusOr<bool> DeleteFactor(postgres::Transaction& tx, const FactorOwner& owner) {
  LIANBAN_RETURN_IF_ERROR(tx.Query("delete_recovery_codes", {owner.city, owner.user_id}).status());
  LIANBAN_ASSIGN_OR_RETURN(const auto gone, tx.Query("delete_second_factor", {owner.city, owner.user_id}));
  return gone->size() == 1;
}

absl::StatusOr<std::vector<std::string>> RolesThatNeedFactor(postgres::Transaction& tx, const std::string& city) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("second_factor_roles", {city}));
  std::vector<std::string> roles;
  if (rows->size() == 0) return roles;
  for (const auto& role : nlohmann::json::parse(rows->Get(0, 0))) roles.push_back(role.get<std::string>());
  return roles;
}

}  // namespace lianban::identity
