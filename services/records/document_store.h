#pragma once
// The only SQL of records.

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/postgres/database.h"

namespace lianban::records {

struct Document {
  std::string document_id;
  std::string request_id;
  std::string request_hash;  // hex SHA-256 of the request that made it
  std::string template_name;
  std::string paper;
  bool large_print = false;
  std::string case_id;
  std::string unit_id, user_id;
  absl::Time create_time;
  std::string hash;     // hex SHA-256 of the content
  std::string content;  // PDF
};

class DocumentStore {
 public:
  explicit DocumentStore(std::shared_ptr<postgres::Database> database) : database_(std::move(database)) {}

  // Stores `document` unless its request_id was answered before; returns what is stored for it.
  absl::StatusOr<Document> Insert(const std::string& city_id, const Document& document);
  // nullopt: nothing under this id. Only identity, unit, hashes and content are filled in.
  absl::StatusOr<std::optional<Document>> Find(const std::string& city_id, const std::string& document_id);
  absl::StatusOr<std::optional<Document>> FindByRequest(const std::string& city_id, const std::string& request_id);

 private:
  std::shared_ptr<postgres::Database> database_;
};

}  // namespace lianban::records
