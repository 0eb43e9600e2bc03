// SPDX-License-Identifier: BSL-1.0
#include "support/page.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace testing {
namespace {

std::string trim(std::string_view text) {
    const auto begin = std::min(text.find_first_not_of(' '), text.size());
    const auto end = text.find_last_not_of(' ') + 1;
    return std::string(text.substr(begin, end - std::min(begin, end)));
}

/// Returns the cells of "| a | b |".
Line split(std::string_view line) {
    Line cells;
    line.remove_prefix(1);
    while (!line.empty()) {
        const auto bar = std::min(line.find('|'), line.size());
        if (bar == line.size()) break;
        cells.push_back(trim(line.substr(0, bar)));
        line.remove_prefix(bar + 1);
    }
    return cells;
}

Line select(const Line& line, const std::vector<std::size_t>& columns) {
    if (columns.empty()) return line;
    Line cells;
    for (const auto column : columns) cells.push_back(column < line.size() ? line[column] : std::string());
    return cells;
}

}  // namespace

std::string section(std::string_view heading) {
    std::ifstream page(DBAPI_TEST_DOCS "/types.md");
    std::string text;
    bool is_found = false;
    bool is_code = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("```")) is_code = !is_code;
        if (!is_code && line.starts_with('#')) {
            if (is_found) break;
            is_found = trim(std::string_view(line).substr(line.find(' '))) == heading;
        } else if (is_found) {
            text += line + '\n';
        }
    }
    if (!is_found) throw std::runtime_error("docs/types.md has no heading " + std::string(heading));
    return text;
}

std::vector<Line> table_under(std::string_view heading) {
    std::istringstream text(section(heading));
    std::vector<Line> lines;
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("| ")) {
            lines.push_back(split(line));
        } else if (!lines.empty()) {
            break;
        }
    }
    if (lines.size() < 3)
        throw std::runtime_error("docs/types.md has no table under " + std::string(heading));
    lines.erase(lines.begin() + 1);  // the rule under the head
    return lines;
}

std::vector<std::string> code_in(std::string_view text) {
    std::vector<std::string> found;
    while (true) {
        const auto begin = text.find('`');
        if (begin == std::string_view::npos) return found;
        const auto end = text.find('`', begin + 1);
        if (end == std::string_view::npos) throw std::runtime_error("a ` is alone in docs/types.md");
        found.emplace_back(text.substr(begin + 1, end - begin - 1));
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += between;
        text += words[i];
    }
    return text;
}

std::string to_markdown(const Line& line) { return "| " + join(line, " | ") + " |"; }

void check_table(std::string_view heading, const std::vector<Line>& expected,
                 const std::vector<std::size_t>& columns) {
    INFO("in docs/types.md, under ", std::string(heading));
    auto left = table_under(heading);
    left.erase(left.begin());
    for (const Line& line : expected) {
        const auto found = std::find_if(left.begin(), left.end(),
                                        [&](const Line& each) { return each.front() == line.front(); });
        if (found == left.end()) {
            FAIL_CHECK("this line is missing: ", to_markdown(line));
            continue;
        }
        CHECK(to_markdown(select(*found, columns)) == to_markdown(line));
        left.erase(found);
    }
    for (const Line& line : left) FAIL_CHECK("nothing is behind this line: ", to_markdown(line));
}

}  // namespace testing
