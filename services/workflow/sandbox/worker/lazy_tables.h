#pragma once
// Tables that are filled as a script reads them: a rule gets the whole form and case and looks at a few members of
// them.
//
// A script cannot tell such a table from a full one: a member appears when it is asked for, all of them before the
// table is walked, measured, written to or given back.
//
// That makes them the place where it is seen what a rule reads: in a traced call the maps inside are such tables too.

#include <lua.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/wire/byte_stream.h"
#include "services/workflow/sandbox/wire/messages.h"

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
  void Clear();
  // A new call of the case: what was read before is not its doing.
  void BeginCall(bool traced);
  // Pushes a table for what has members, as the argument with this number (from 0). `argument` outlives the case.
  void Push(lua_State* L, const SharedArgument& argument, uint32_t number);
  // Pushes the next argument of the call's own.
  void PushOwn(lua_State* L, ByteReader& in, uint32_t number);

  struct Table {
    const void* at;
    const SharedArgument* argument;
    size_t given;   // where its part of given_ begins
    size_t trace;   // among traces_; kUntraced: made by a call that was not traced
  };
  // nullptr: none of these.
  const Table* Find(const void* at) const;
  bool Has(const Table& table, size_t member) const { return given_[table.given + member] != 0; }
  // Puts a member into the table at `index`, and leaves it on the stack.
  void Give(lua_State* L, const Table& table, int index, size_t member);

  // What a script looks for and does not find, and what it looks at as a whole, it has read too.
  void Missed(const Table& table, std::string_view name);
  void ReadWhole(const Table& table);
  void ReadParam(std::string_view key);
  // What this call has read, as far as it can be told.
  WireReads Reads() const;

 private:
  static constexpr size_t kTracedTablesMax = 64;  // they are looked through one after the other
  static constexpr size_t kNoParent = static_cast<size_t>(-1), kUntraced = static_cast<size_t>(-1);
  struct Trace {
    size_t parent;          // another trace; kNoParent: this is an argument
    uint32_t argument;      // the number of that
    std::string_view name;  // in its parent
    int depth_left;
    size_t table = 0;       // among tables_
    bool whole = false;
    std::vector<std::string> missed;
  };

  void PushTable(lua_State* L, const SharedArgument& argument, Trace trace);
  // The next value; as a table of this kind if it is a map and the case is traced.
  void PushNext(lua_State* L, ByteReader& in, Trace trace);
  // nullptr: not of this call, which then reads what another one was given.
  Trace* TraceOf(const Table& table);
  std::vector<std::string> PathOf(size_t trace) const;
  bool WithinWhole(size_t trace) const;
  void AddReadsOf(size_t trace, std::vector<WireRead>& reads) const;

  bool traced_ = false;
  std::vector<Table> tables_;
  std::vector<uint8_t> given_;  // members that have been put into their table, and belong to the script since
  // Of traced calls:
  std::vector<Trace> traces_;  // one for each of their tables
  std::deque<SharedArgument> inner_;
  std::vector<std::string> params_;
  size_t call_begins_ = 0;  // among traces_
  size_t missed_ = 0;       // by this call
  bool untold_ = false;     // it has looked at something that is not among them
};

// Makes what all such tables have in common; while the environment of a script is opened.
void RegisterLazyTables(lua_State* L);
// The table at `index` has all its members, whoever looks at it raw. Anything but a lazy table stays as it is.
void Complete(lua_State* L, int index);

}  // namespace lianban::workflow::sandbox
