#pragma once
// Lines with aligned columns for a terminal, where a Chinese character is two columns wide.

#include <string>
#include <string_view>
#include <vector>

namespace lianban::cli {

// Columns a terminal needs for the text: East Asian wide characters count two, combining marks none.
int DisplayWidth(std::string_view text);

// At most `width` columns; what is cut off is shown by an ellipsis.
std::string Shorten(std::string_view text, int width);

// Rows of cells; the last cell of a row is not padded.
std::string AlignedTable(const std::vector<std::vector<std::string>>& rows);

}  // namespace lianban::cli
