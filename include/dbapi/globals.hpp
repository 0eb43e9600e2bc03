// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's module globals and the two enumerations they are made of. Python asks a module for them; here the
// constants speak for the interface, and `Driver` answers for one driver.
#pragma once

#include <dbapi/export.hpp>
#include <string_view>

namespace dbapi {

/// What threads may share without a lock of their own. PEP 249: C5 to C10.
enum class ThreadSafety : int {
    none = 0,        ///< Threads may not share the driver.
    module = 1,      ///< Threads may share the driver, but not connections.
    connection = 2,  ///< Threads may share a connection, each with cursors of its own.
    cursor = 3,      ///< Threads may share cursors too.
};

/// How parameters are marked in the text of a statement. PEP 249: C11 to C15.
///
/// The style belongs to a cursor, which inherits it from its connection. The markers of other styles are
/// plain text. Markers inside literals, quoted identifiers and comments are never markers.
enum class ParamStyle : int {
    automatic,  ///< `?` or `$1` for a sequence, `:name` for a mapping: the default.
    qmark,      ///< `?`; `??` is one question mark.
    numeric,    ///< `:1`; `\:` is a colon.
    named,      ///< `:name`; `\:` is a colon.
    format,     ///< `%s`; `%%` is a percent sign.
    pyformat,   ///< `%(name)s`; `%%` is a percent sign.
    dollar,     ///< PostgreSQL's `$1`.
};

/// How Cursor::scroll() counts. PEP 249: C121.
enum class ScrollMode : int {
    relative,  ///< From the next row to fetch.
    absolute,  ///< From the first row of the result.
};

/// Returns the PEP's word for a style, such as "qmark".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(ParamStyle style) noexcept;

/// The level of PEP 249 that this interface follows. PEP 249: C4.
inline constexpr std::string_view apilevel = "2.0";

/// What every driver of this project promises. PEP 249: C5, C8.
inline constexpr ThreadSafety threadsafety = ThreadSafety::connection;

/// The PEP's word for the default style: `automatic` takes qmark, and named for a mapping. PEP 249: C11, C12.
inline constexpr ParamStyle paramstyle = ParamStyle::qmark;

}  // namespace dbapi
