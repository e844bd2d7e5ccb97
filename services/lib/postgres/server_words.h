#pragma once
// PostgreSQL's own words, for operators: in an error of an operator's command and in the log, never to a client.

#include <string>
#include <string_view>

namespace lianban::postgres {

// The server's lines as one, without "ERROR:" before the first and up to where it names our own SQL.
std::string OneLine(std::string_view words);

// Writes a warning that the database is away. The same words are written once in ten seconds: everybody who waits for
// the database says them.
void LogDatabaseAway(std::string_view words);

}  // namespace lianban::postgres
