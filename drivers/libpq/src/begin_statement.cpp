// SPDX-License-Identifier: BSL-1.0
#include "begin_statement.hpp"

#include <algorithm>
#include <string_view>

#include "quoting.hpp"

namespace dbapi::libpq {
namespace {

constexpr std::string_view lower_case = "abcdefghijklmnopqrstuvwxyz_";
constexpr std::string_view digits = "0123456789";

/// Whether the text is the call of one function, with numbers and simple literals: nothing that could be
/// more.
bool is_call(std::string_view text) {
    const auto open = text.find('(');
    if (open == std::string_view::npos || open == 0 || !text.ends_with(')')) return false;
    const auto is_among = [](std::string_view part, std::string_view others) {
        return std::ranges::all_of(part, [&](char c) {
            return lower_case.find(c) != lower_case.npos || digits.find(c) != digits.npos ||
                   others.find(c) != others.npos;
        });
    };
    const auto name = text.substr(0, open);
    const auto arguments = text.substr(open + 1, text.size() - open - 2);
    return is_among(name, ".") && is_among(arguments, "', .:+-") && arguments.find("--") == arguments.npos &&
           std::ranges::count(arguments, '\'') % 2 == 0;
}

/// Returns a time for AS OF SYSTEM TIME: the call of a function as it is, anything else as a literal.
std::string time_expression(std::string_view time) {
    if (is_call(time)) return std::string(time);
    if (time.find_first_of("'\\") != time.npos) return literal(time);
    return "'" + std::string(time) + "'";
}

}  // namespace

std::string begin_statement(const TransactionOptions& options) {
    std::string sql = "BEGIN";
    const char* separator = " ";
    const auto add = [&](std::string_view words, std::string_view more = {}) {
        sql.append(separator).append(words).append(more);
        separator = ", ";
    };
    if (options.isolation) add("ISOLATION LEVEL ", to_string(*options.isolation));
    if (options.read_only) add(*options.read_only ? "READ ONLY" : "READ WRITE");
    if (options.deferrable) add(*options.deferrable ? "DEFERRABLE" : "NOT DEFERRABLE");
    if (options.priority) add("PRIORITY ", to_string(*options.priority));
    if (!options.as_of_system_time.empty()) {
        add("AS OF SYSTEM TIME ", time_expression(options.as_of_system_time));
    }
    return sql;
}

}  // namespace dbapi::libpq
