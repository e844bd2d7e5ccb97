#pragma once
// Tables that are filled as a script reads them: a rule gets the whole form and case and looks at a few members of them.
//
// A script cannot tell such a table from a full one: a member appears when it is asked for, all of them before the table is
// walked, measured, written to or given back.

#include <lua.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace lianban::workflow::sandbox {

// A value that calls share, as it crossed (SharedForm); `members` sorted by name.
struct SharedArgument {
  bool whole = true;
  std::string_view value;  // when whole: MessagePack
  struct Member {
    std::string_view name, value;
  };
  std::vector<Member> members;
};

// False when the bytes make no sense.
bool ReadShared(std::string_view bytes, SharedArgument& argument);

class LazyTables {
 public:
  // A new case: none of the tables before is there any more.
  void Clear() {
    tables_.clear();
    given_.clear();
  }
  // Pushes a table for what has members. `argument` outlives the case.
  void Push(lua_State* L, const SharedArgument& argument);


  struct Table {
    const void* at;
    const SharedArgument* argument;
    size_t given;  // where its part of given_ begins
  };
  // nullptr: none of these.
  const Table* Find(const void* at) const;
  bool Has(const Table& table, size_t member) const { return given_[table.given + member] != 0; }
  // Puts a member into the table at `index`, and leaves it on the stack.
  void Give(lua_State* L, const Table& table, int index, size_t member);

 private:
  std::vector<Table> tables_;
  std::vector<uint8_t> given_;  // members that have been put into their table, and belong to the script since
};

// Makes what all such tables have in common; while the environment of a script is opened.
void RegisterLazyTables(lua_State* L);
// The table at `index` has all its members, whoever looks at it raw. Anything but a lazy table stays as it is.
void Complete(lua_State* L, int index);

}  // namespace lianban::workflow::sandbox
