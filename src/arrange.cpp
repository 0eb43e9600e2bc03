// SPDX-License-Identifier: BSL-1.0
#include "arrange.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>

namespace dbapi::detail {
namespace {

std::shared_ptr<const driver::Statement> spread(const driver::Statement& statement,
                                                std::vector<ValueView>& views) {
    std::vector<std::size_t> widths;
    std::vector<ValueView> flat;
    for (const ValueView& view : views) {
        if (!view.is_expansion()) {
            widths.push_back(1);
            flat.push_back(view);
            continue;
        }
        const auto elements = view.as_array().elements();
        widths.push_back(elements.size());
        for (const Value& element : elements) flat.emplace_back(element);
    }
    views = std::move(flat);
    return statement.expanded(widths);
}

}  // namespace

std::shared_ptr<const driver::Statement> arrange(std::shared_ptr<const driver::Statement> statement,
                                                 const BoundParameters& parameters,
                                                 std::vector<ValueView>& out) {
    out.clear();
    if (parameters.by_name) {
        for (const auto index : statement->map_names(parameters.names))
            out.push_back(parameters.values[index]);
    } else {
        statement->check_positional(parameters.values.size());
        for (const auto index : statement->positions()) out.push_back(parameters.values[index]);
    }
    if (!out.empty() && statement->statement_count() > 1) {
        throw ProgrammingError("several statements in one text take no parameters: run them one by one");
    }
    if (!out.empty() && statement->has_native_dollar()) {
        throw ProgrammingError(
            "$1 is no marker in this parameter style, but the database would take it for one");
    }
    if (std::any_of(out.begin(), out.end(), [](const ValueView& view) { return view.is_expansion(); })) {
        statement = spread(*statement, out);
    }
    return statement;
}

}  // namespace dbapi::detail
