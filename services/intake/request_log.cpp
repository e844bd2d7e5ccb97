#include "services/intake/request_log.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {

absl::StatusOr<RequestKey> KeyOf(const std::string& request_id, const google::protobuf::Message& request) {
  if (!crypto::IsUuid(request_id)) return Error("REQUEST_ID_REQUIRED");
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return RequestKey{request_id, crypto::Hex(crypto::Sha256(bytes))};
}

absl::StatusOr<std::optional<std::string>> EarlierSubject(postgres::Transaction& tx, const std::string& city_id,
                                                          const RequestKey& key) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("request", {city_id, key.request_id}));
  if (rows->size() == 0) return std::nullopt;
  if (rows->Get(0, 0) != key.hash) return Error("REQUEST_ID_REUSED");
  return rows->GetString(0, 1);
}

absl::Status Remember(postgres::Transaction& tx, const std::string& city_id, const RequestKey& key,
                      const std::string& subject, absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("insert_request", {city_id, key.request_id, key.hash, subject,
                                                                  postgres::Timestamp(absl::ToUnixMicros(now))}));
  return rows->size() == 1 ? absl::OkStatus() : absl::AbortedError("the same request is being answered elsewhere");
}

}  // namespace lianban::intake
