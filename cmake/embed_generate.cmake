# Each file is assembled in with .incbin, so size and content need no escaping.
string(REPLACE "|" ";" files "${FILES}")
set(text "#include <map>\n#include <string_view>\n")
set(table "")
set(i 0)
string(MD5 id "${OUT}")
foreach(file IN LISTS files)
  set(symbol "embedded_${id}_${i}")
  string(APPEND text "asm(\".section .rodata\\n.global ${symbol}\\n${symbol}:\\n.incbin \\\"${BASE}/${file}\\\"\\n"
    ".global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n.previous\\n\");\n"
    "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
  string(APPEND table "    {\"${file}\", {${symbol}, static_cast<size_t>(${symbol}_end - ${symbol})}},\n")
  math(EXPR i "${i} + 1")
endforeach()
string(APPEND text "namespace ${NAMESPACE} {\nconst std::map<std::string_view, std::string_view>& EmbeddedFiles() {\n"
  "  static const std::map<std::string_view, std::string_view> files = {\n${table}  };\n  return files;\n}\n}\n")
file(WRITE ${OUT} "${text}")
