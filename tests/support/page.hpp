// SPDX-License-Identifier: BSL-1.0
//
// The tables of docs/types.md, so that tests hold them against the code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace testing {

/// A line of a table: the text of each cell, without the blanks around it.
using Line = std::vector<std::string>;

/// Returns the text between a heading, such as "Kinds", and the next one of any depth.
/// @throws std::runtime_error  docs/types.md has no such heading.
[[nodiscard]] std::string section(std::string_view heading);

/// Returns the lines of the first table under a heading; the first of them is its head.
/// @throws std::runtime_error  there is no table.
[[nodiscard]] std::vector<Line> table_under(std::string_view heading);

/// Returns what stands in `…` in a text, in its order.
[[nodiscard]] std::vector<std::string> code_in(std::string_view text);

/// Returns the words with `between` between them.
[[nodiscard]] std::string join(const std::vector<std::string>& words, std::string_view between);

/// Returns the line as it stands in a page.
[[nodiscard]] std::string to_markdown(const Line& line);

/// Checks that the table under a heading, but for its head, has exactly the expected lines, in any order.
/// What fails shows the line to write. Where `columns` are given, these are all that the expected lines have;
/// the first one finds the line.
void check_table(std::string_view heading, const std::vector<Line>& expected,
                 const std::vector<std::size_t>& columns = {});

}  // namespace testing
