// SPDX-License-Identifier: BSL-1.0
//
// The one lexer that knows where SQL's literals, quoted identifiers and comments are, and therefore where
// parameter markers are not. It is apart from `Statement` because it neither numbers nor rewrites anything:
// it only finds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/export.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dbapi::driver {

/// What a marker looks like. The markers of the other syntaxes are plain text.
///
/// | Syntax            | Marker                       | Escape                                 |
/// |-------------------|------------------------------|----------------------------------------|
/// | `qmark`           | `?`                          | `??` is `?`, paired from left to right |
/// | `dollar`          | `$1` to `$65535`             |                                        |
/// | `qmark_or_dollar` | `?` or `$1`, not both        | `??` is `?`                            |
/// | `colon_number`    | `:1` to `:65535`             | `\:` is `:`                            |
/// | `colon_name`      | `:name`                      | `\:` is `:`                            |
/// | `percent`         | `%s` or `%(name)s`, not both | `%%` is `%`                            |
///
/// A colon is plain text where it is doubled (`x::int`, CockroachDB's `x:::int`) or stands directly after a
/// word, a number, a marker, a closing quote, `)` or `]` (slices as `a[1:n]`, JSON_OBJECT('k':v)), or where
/// no name or number follows (`:=`).
///
/// Every `%` outside of literals must belong to a marker or a `%%`. Inside literals, quoted identifiers and
/// comments `%%` is `%` too, as psycopg has it, and any other `%` there is plain text: both LIKE 'a%%' and
/// LIKE 'a%' work.
enum class MarkerSyntax : int { qmark, dollar, qmark_or_dollar, colon_number, colon_name, percent };

/// A place in the text that is not copied as it is.
struct Mark {
    enum class Kind : int {
        escape,    ///< Two characters that stand for the second one of them.
        sequence,  ///< A marker for the next value of a sequence; `index` counts them.
        number,    ///< A marker that names its value's place; `index` is that place.
        name,      ///< A marker that names its value; `name` is a part of the scanned text.
    };

    Kind kind = Kind::escape;
    std::size_t offset = 0;   ///< Where it begins, in bytes.
    std::size_t length = 0;   ///< In bytes.
    std::uint32_t index = 0;  ///< From 0, so 0 for `:1`.
    std::string_view name{};
};

/// What the scanner found.
struct ScannedSql {
    std::vector<Mark> marks{};            ///< In the order of the text; they do not overlap.
    std::vector<std::string> keywords{};  ///< See Statement::keywords(): one for each statement.
    bool has_native_dollar = false;       ///< See Statement::has_native_dollar().
};

/// The number of the last parameter that a text may have: PostgreSQL's protocol counts them in 16 bits.
inline constexpr std::uint32_t most_parameters = 65535;

/// Finds markers, escapes, the first keyword and the number of statements, in time linear in the text's
/// length.
///
/// There is no marker in '...', E'...' (and CockroachDB's b'...') with their backslashes, $tag$...$tag$,
/// "...", `...`, comments to the end of the line, and nested comments. What is not terminated runs to the end
/// of the text; the database will complain.
///
/// @return  marks whose names refer to `text`.
/// @throws ProgrammingError  a NUL byte, which would cut the text short in a C library;
///                           a marker number of 0 or above 65535; a stray `%`;
///                           markers of both kinds in `qmark_or_dollar` or `percent`.
[[nodiscard]] DBAPI_EXPORT ScannedSql scan_sql(std::string_view text, MarkerSyntax syntax);

/// Whether a byte can belong to an unquoted identifier or number: a letter, a digit, `_`, `$` or beyond
/// ASCII.
[[nodiscard]] constexpr bool is_identifier_byte(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace dbapi::driver
