#include "services/identity/request_store.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

// Keyed, because a request may hold a password.
std::string Fingerprint(const CommandContext& context, const v1::Context& caller,
                        const google::protobuf::Message& request) {
  std::string bytes = caller.user_id() + '\0' + request.GetTypeName() + '\0';
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return crypto::HmacSha256(context.keys.pepper, bytes);
}

}  // namespace

absl::StatusOr<std::string> WriteOnce(const CommandContext& context, const v1::Context& caller,
                                      const std::string& request_id, const google::protobuf::Message& request,
                                      const WriteBody& body) {
  if (!crypto::IsUuid(request_id)) return Error("REQUEST_ID_REQUIRED");
  const std::string& city = caller.city_id();
  const std::string fingerprint = Fingerprint(context, caller, request);
  std::string answer;
  LIANBAN_RETURN_IF_ERROR(context.database.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(
        const auto claimed,
        tx.Query("claim_request", {city, request_id, postgres::Bytes(fingerprint), Timestamp(context.now())}));
    if (claimed->size() == 0) {
      LIANBAN_ASSIGN_OR_RETURN(const auto known, tx.Query("find_request", {city, request_id}));
      if (postgres::FromBytes(known->Get(0, 0)) != fingerprint) return Error("REQUEST_ID_REUSED");
      answer = postgres::FromBytes(known->Get(0, 1));
      return absl::OkStatus();
    }
    LIANBAN_ASSIGN_OR_RETURN(answer, body(tx));
    return tx.Query("answer_request", {city, request_id, postgres::Bytes(answer)}).status();
  }));
  return answer;
}

}  // namespace lianban::identity
