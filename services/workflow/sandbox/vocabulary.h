#pragma once
// The vocabulary of the workflow language, described once. The sandbox registers from this table; the LuaCATS stubs in
// api/lua/ are checked against it by a test.

#include <span>
#include <string_view>

namespace lianban::workflow {

enum class WordForm {
  kNamedBlock,   // task "accept" { … }            -> {"$kind":"task","$name":"accept","$line":…, …}
  kBlock,        // person { … } or bare `person`  -> {"$kind":"person", …}
  kNamed,        // role "window"                  -> {"$kind":"role","$name":"window"};
                 // role("window", { at = … }) adds the fields of the table
  kCount,        // days(7) or days(param "x")     -> {"$kind":"days","count":7}
  kConstant,     // applicant                      -> {"$kind":"applicant"}
  kParam,        // param "key": data at load time, its value inside a rule
  kUse,          // use "lib/eligibility": what that file returns
};

struct Word {
  std::string_view name;
  WordForm form;
  std::string_view doc;     // one English sentence
  std::string_view doc_zh;  // one Chinese sentence
};

std::span<const Word> Vocabulary();

}  // namespace lianban::workflow
