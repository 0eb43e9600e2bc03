// SPDX-License-Identifier: BSL-1.0
//
// Context: what a case gets: connections, scratch tables, and the means to say that something is wrong.
#pragma once

#include <concepts>
#include <dbapi/conformance/case.hpp>
#include <dbapi/conformance/profile.hpp>
#include <dbapi/connection.hpp>
#include <dbapi/driver.hpp>
#include <dbapi/export.hpp>
#include <dbapi/xid.hpp>
#include <memory>
#include <optional>
#include <ranges>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dbapi::conformance {

namespace detail {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

/// Returns a value as text, for messages.
template <class T>
[[nodiscard]] std::string shown(const T& value) {
    std::ostringstream out;
    out << std::boolalpha;
    if constexpr (Printable<T>) {
        out << value;
    } else if constexpr (std::is_enum_v<T>) {
        out << static_cast<long long>(value);
    } else if constexpr (requires {
                             value.has_value();
                             *value;
                         }) {
        if (!value.has_value()) return "nothing";
        return shown(*value);
    } else if constexpr (std::ranges::input_range<const T>) {
        std::size_t count = 0;
        out << '[';
        for (const auto& element : value) {
            if (count > 0) out << ", ";
            if (count++ == 10) {
                out << "...";
                break;
            }
            out << shown(element);
        }
        out << ']';
    } else {
        out << "a value of another kind";
    }
    return out.str();
}

}  // namespace detail

/// A place in a source file, as std::source_location, which clang 14 has not.
struct Place {
    const char* file;
    unsigned line;

    /// Returns the place of the call, also as a default argument.
    [[nodiscard]] static constexpr Place here(const char* file = __builtin_FILE(),
                                              unsigned line = __builtin_LINE()) noexcept {
        return {file, line};
    }
};

/// What ends a case at once: it cannot go on, and has said why. Not derived from dbapi::Error, so that no
/// expectation of an error takes it for one.
class DBAPI_EXPORT CaseEnded {
 public:
    enum class Why { failed, unmet };
    Why why;
};

/// An error that was expected and came, as a value.
struct Caught {
    ErrorClass error_class;
    std::string text;
    ErrorDetails details;
};

/// One run of one case.
///
/// Ownership: the runner makes one for each case; tables and what else the case has made are removed when it
/// is over. Threads: check() and its like may be called by several threads of a case; connect() and table()
/// by one at a time.
class DBAPI_EXPORT Context {
 public:
    struct Run;  // the runner's side: names, and what there is to clean up

    Context(const Driver& driver, const Profile& profile, const Case& test, Run& run);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    [[nodiscard]] const Driver& driver() const noexcept { return driver_; }
    [[nodiscard]] const Profile& profile() const noexcept { return profile_; }
    [[nodiscard]] const Dialect& dialect() const noexcept { return profile_.dialect; }

    // ── the database ──

    /// Returns what the case connects with, to be changed and given to connect().
    [[nodiscard]] ConnectOptions options() const;

    /// Returns a new connection. @throws Error  as Driver::connect().
    [[nodiscard]] std::shared_ptr<Connection> connect() { return connect(options()); }
    [[nodiscard]] std::shared_ptr<Connection> connect(const ConnectOptions& options);

    /// Returns the case's own connection, made at the first call.
    [[nodiscard]] Connection& connection();

    /// Makes a table, committed, and returns its name; `columns` as in CREATE TABLE, with a type in braces
    /// replaced by the dialect's: "id {integer} PRIMARY KEY, name {text}".
    [[nodiscard]] std::string table(std::string_view columns);

    /// Returns a name that nothing in the database has yet, for a table or what else the case makes itself.
    /// A table of that name is removed after the case.
    [[nodiscard]] std::string name();

    /// Runs the statement when the case is over, in autocommit mode, on a connection of its own.
    void at_end(std::string sql);

    /// Returns a transaction id that no other case has; what is left prepared under it is rolled back after
    /// the case.
    [[nodiscard]] Xid xid();

    /// Returns the text with `{}` replaced by `name` and types in braces by the dialect's.
    [[nodiscard]] std::string sql(std::string_view text, std::string_view name = {}) const;

    /// Returns a query of one integer column with the numbers 1 to `count`.
    [[nodiscard]] std::string numbers(std::size_t count) const;

    /// Returns the number of rows in the table, as a new connection sees them.
    [[nodiscard]] std::int64_t committed_rows(std::string_view table);

    /// Returns the type of that name; the case ends, unmet, when the database has none.
    [[nodiscard]] const TypeSamples& type(std::string_view name);

    /// Returns the text; the case ends, unmet, when it is empty. `what` names the member of Dialect.
    const std::string& need(const std::string& text, std::string_view what);

    // ── the verdict ──

    /// Reports a failure unless `holds`, and goes on.
    void check(bool holds, std::string_view what, Place where = Place::here());

    /// Reports a failure unless the two are equal, and goes on.
    template <class Got, class Wanted>
    void equal(const Got& got, const Wanted& wanted, std::string_view what, Place where = Place::here()) {
        if (got == wanted) return;
        unequal(what, detail::shown(got), detail::shown(wanted), where);
    }

    /// As check(), and ends the case.
    void require(bool holds, std::string_view what, Place where = Place::here());

    /// Reports a failure unless the function throws an E, or what is derived from it; returns the error.
    template <std::derived_from<Error> E, std::invocable F>
    std::optional<Caught> throws(F&& function, std::string_view what, Place where = Place::here()) {
        try {
            try {
                static_cast<void>(std::forward<F>(function)());
            } catch (const E& error) {  // apart, since it may be Error itself
                return Caught{error.error_class(), error.what(), error.details()};
            }
        } catch (const Error& error) {
            wrong_error(what, to_string(error.error_class()), error.what(), where);
            return std::nullopt;
        } catch (const std::exception& error) {
            wrong_error(what, "an exception that is no dbapi::Error", error.what(), where);
            return std::nullopt;
        }
        no_error(what, where);
        return std::nullopt;
    }

    /// Adds a remark to the report.
    void note(std::string_view text);

    /// Ends the case: the database or driver has not what it needs.
    [[noreturn]] void unmet(std::string_view what);

 private:
    void unequal(std::string_view what, std::string_view got, std::string_view wanted, Place where);
    void wrong_error(std::string_view what, std::string_view got, std::string_view text, Place where);
    void no_error(std::string_view what, Place where);

    const Driver& driver_;
    const Profile& profile_;
    const Case& case_;
    Run& run_;
    std::shared_ptr<Connection> connection_;
};

}  // namespace dbapi::conformance
