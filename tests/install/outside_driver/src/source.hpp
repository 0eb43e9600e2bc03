// SPDX-License-Identifier: BSL-1.0
//
// Source: what ODBC does not tell of a data source, as data. One that is not in the table gets what every
// ODBC driver should do.
#pragma once

#include <dbapi/value.hpp>
#include <string_view>

namespace odbc {

/// A kind of data source. All text has static lifetime.
struct Source {
    std::string_view dbms{};      ///< As SQL_DBMS_NAME.
    bool has_savepoints = false;  ///< SAVEPOINT and ROLLBACK TO as text.
    bool can_be_stopped = false;  ///< By SQLCancel() from another thread, and by SQL_ATTR_QUERY_TIMEOUT.
    /// Its own functions are the narrow ones, and take UTF-8: the driver manager would widen each byte.
    bool takes_utf8 = false;
    dbapi::Kind unnamed = dbapi::Kind::string;  ///< Of columns whose type has no name.
    std::string_view setup{};                   ///< Run at first.
    std::string_view naming{};                  ///< Names the session; {} is the name between quotes.
    /// Run behind a failure, to learn whether the transaction can go on; empty where every failure leaves it.
    std::string_view probe{};
    /// What the probe does when the transaction is gone. It has then begun another one, so that ODBC's idea
    /// of it is right; rollback() ends that.
    bool probe_works_when_failed = false;
};

/// Returns the entry of that name, or one that promises nothing.
[[nodiscard]] const Source& source_of(std::string_view dbms) noexcept;

}  // namespace odbc
