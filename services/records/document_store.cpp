#include "services/records/document_store.h"

#include <utility>

#include "services/lib/errors/error.h"

namespace lianban::records {
namespace {

std::optional<Document> FirstOf(const postgres::Rows& rows) {
  if (rows.size() == 0) return std::nullopt;
  Document document;
  document.document_id = rows.GetString(0, 0);
  document.request_hash = rows.GetString(0, 1);
  document.unit_id = rows.GetString(0, 2);
  document.hash = rows.GetString(0, 3);
  document.content = postgres::FromBytes(rows.Get(0, 4));
  return document;
}

}  // namespace

absl::StatusOr<Document> DocumentStore::Insert(const std::string& city_id, const Document& document) {
  std::optional<Document> stored;
  LIANBAN_RETURN_IF_ERROR(database_->RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_RETURN_IF_ERROR(
        tx.Query("insert_document",
                 {city_id, document.document_id, document.request_id, document.request_hash, document.template_name,
                  document.paper, document.large_print ? "true" : "false", document.case_id, document.unit_id,
                  document.user_id, postgres::Timestamp(absl::ToUnixMicros(document.create_time)), "SHA-256",
                  document.hash, postgres::Bytes(document.content)})
            .status());
    LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("document_of_request", {city_id, document.request_id}));
    stored = FirstOf(*rows);
    return stored ? absl::OkStatus() : absl::InternalError("a document vanished while it was stored");
  }));
  return *std::move(stored);
}

absl::StatusOr<std::optional<Document>> DocumentStore::Find(const std::string& city_id,
                                                            const std::string& document_id) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, database_->Read(city_id, "document", {city_id, document_id}));
  return FirstOf(*rows);
}

absl::StatusOr<std::optional<Document>> DocumentStore::FindByRequest(const std::string& city_id,
                                                                     const std::string& request_id) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, database_->Read(city_id, "document_of_request", {city_id, request_id}));
  return FirstOf(*rows);
}

}  // namespace lianban::records
