// SPDX-License-Identifier: BSL-1.0
//
// Parameters: values on their way to the database, in the memory that ODBC reads them from.
#pragma once

#include <dbapi/value_view.hpp>
#include <span>
#include <vector>

#include "session.hpp"

namespace odbc {

/// The values of one execution. ODBC looks at them when the statement is executed.
class Parameters {
 public:
    /// Binds the values to the session's statement; they are copied.
    /// @throws ProgrammingError   ODBC counts another number of markers.
    /// @throws NotSupportedError  an array. @throws DataError  text that is not UTF-8.
    void bind(Session& session, std::span<const dbapi::ValueView> values);

 private:
    struct Slot {
        SQLSMALLINT c_type = SQL_C_WCHAR;
        SQLSMALLINT sql_type = SQL_WVARCHAR;
        SQLULEN size = 1;  // characters, digits or bytes, as the type has it
        SQLSMALLINT scale = 0;
        std::int64_t integer = 0;
        double real = 0;
        unsigned char bit = 0;
        Wide text{};
        std::string bytes{};
        SQLPOINTER data = nullptr;
        SQLLEN length = 0;  // bytes, or SQL_NULL_DATA
    };

    static void fill(Slot& slot, const dbapi::ValueView& value, const Source& source);
    static void fill_text(Slot& slot, std::string text, const Source& source);

    std::vector<Slot> slots_;
};

}  // namespace odbc
