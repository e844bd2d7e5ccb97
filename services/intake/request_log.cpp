#include "services/intake/request_log.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/intake/run_tx.h"
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

absl::StatusOr<std::string> WriteOnce(postgres::Database& database, const std::string& city_id, const RequestKey& key,
                                      absl::Time now,
                                      const std::function<absl::StatusOr<std::string>(postgres::Transaction&)>& work) {
  std::string subject;
  LIANBAN_RETURN_IF_ERROR(RunTxAgain(database, city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(
        const auto claimed,
        tx.Query("claim_request", {city_id, key.request_id, key.hash, postgres::Timestamp(absl::ToUnixMicros(now))}));
    if (claimed->size() == 0) {
      LIANBAN_ASSIGN_OR_RETURN(auto earlier, EarlierSubject(tx, city_id, key));
      if (!earlier) return absl::AbortedError("the request was taken back a moment ago");
      subject = *std::move(earlier);
      return absl::OkStatus();
    }
    LIANBAN_ASSIGN_OR_RETURN(subject, work(tx));
    return tx.Query("answer_request", {city_id, key.request_id, subject}).status();
  }));
  return subject;
}

}  // namespace lianban::intake
