// SPDX-License-Identifier: BSL-1.0
#include <dbapi/errors.hpp>
#include <dbapi/result.hpp>
#include <dbapi/row.hpp>
#include <dbapi/typed_rows.hpp>
#include <string>

namespace dbapi {
namespace detail {

void check_column(std::size_t index, std::size_t count) {
    if (index < count) return;
    throw ProgrammingError("no column " + std::to_string(index) + ": the row has " + std::to_string(count));
}

void check_only(bool found, bool more) {
    if (!found) throw ProgrammingError("No result was found", ErrorDetails{.sqlstate = "02000"});
    if (more) throw ProgrammingError("Multiple results were found", ErrorDetails{.sqlstate = "21000"});
}

void throw_moved_result() { throw InterfaceError("the result was moved: its rows are being read elsewhere"); }

void throw_other_result() {
    throw ProgrammingError("the rows being read are gone: the cursor has executed another statement since");
}

}  // namespace detail

bool Row::equal(const Row& a, const Row& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!(a[i] == b[i])) return false;
    }
    return true;
}

std::ostream& operator<<(std::ostream& out, const Row& row) {
    out << '(';
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) out << ", ";
        out << row[i];
    }
    return out << ')';
}

void RowView::throw_stale() {
    throw InterfaceError(
        "a view of a row was used after the cursor had moved on: take a Row, or use it before");
}

}  // namespace dbapi
