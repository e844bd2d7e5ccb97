#pragma once
// What a careful hand writes with libpq: prepared statements of tests/load/sql/queries/floor.sql on one connection.

#include <libpq-fe.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lianban::load {

using Link = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Parameters = std::vector<std::string>;

// The statement of that name.
const std::string& Text(std::string_view name);

absl::StatusOr<Link> Connect(const std::string& connection);
absl::Status Prepare(PGconn* link, std::initializer_list<const char*> names);
// Of what was prepared.
absl::Status Execute(PGconn* link, const char* name, const Parameters& parameters);
// The first column of the first row; empty when there is none.
absl::StatusOr<std::string> Value(PGconn* link, const char* name, const Parameters& parameters);
// Takes the result.
absl::Status Check(PGconn* link, PGresult* result);

}  // namespace lianban::load
