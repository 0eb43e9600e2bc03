// SPDX-License-Identifier: BSL-1.0
//
// A statement's text in the user's parameter style, and what the database gets instead: the one place where
// markers are numbered and rewritten. Parsing asks nothing about the values; the check_ functions compare
// with those.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/driver/sql_scanner.hpp>
#include <dbapi/export.hpp>
#include <dbapi/globals.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dbapi::driver {

/// What a database calls its parameters.
enum class Placeholder : int {
    dollar,     ///< `$1`
    question,   ///< `?`, or `?1` for one that was there before, as SQLite numbers them.
    anonymous,  ///< `?` in order, as ODBC: a repeated marker becomes one more parameter.
};

/// A text that was parsed once. It never changes, and threads may share it.
///
/// The values reach the database as *native parameters*. Markers that name the same value share one of them,
/// except with Placeholder::anonymous. Those of numbered markers keep the order of the numbers, so that `$1`
/// stays `$1`; the others come in the order of the text.
///
/// Text that the database takes for a parameter, though it is no marker of the style, is passed on as it is:
/// `$1` in qmark style, `:name` in SQLite, a `?` that was written `??`. A driver can see the first in
/// has_native_dollar() and the others by comparing parameter_count() with what the database counted.
class DBAPI_EXPORT Statement {
 public:
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Parses a text. The result depends on the arguments alone, not on the values that come later.
    ///
    /// @param by_name  whether the parameters are a mapping; false when there are none. Only the automatic
    ///                 style asks: it takes `:name` for a mapping, and `?` or `$1` otherwise.
    /// @throws ProgrammingError  what scan_sql() says; more than 65535 native parameters;
    ///                           %(name)s in format style.
    [[nodiscard]] static std::shared_ptr<const Statement> parse(std::string_view text, ParamStyle style,
                                                                bool by_name, Placeholder native);

    /// Makes the statement for values of which some are lists, as for `IN (?)`.
    ///
    /// The marker of native parameter `i` becomes `widths[i]` placeholders with commas between them, or NULL
    /// when that is 0. The result takes one positional value for each placeholder: positions() is 0, 1, 2 and
    /// so on. Its text() is the one of this statement.
    ///
    /// A few of them are kept, so that the same widths give the same statement, with the same id(). One that
    /// is not kept, because it is long or others are in use, has a new id() and is_single_use(); of widths
    /// that always change few are kept.
    ///
    /// @pre    widths has parameter_count() elements.
    /// @throws InterfaceError    it has not.
    /// @throws ProgrammingError  more than 65535 native parameters.
    [[nodiscard]] std::shared_ptr<const Statement> expanded(std::span<const std::size_t> widths) const;

    /// Makes the statement that inserts several rows at once, as VALUES (…), (…), when that does the same as
    /// this one run for each row: a plain INSERT of one row of markers and literals, with no ON CONFLICT but
    /// DO NOTHING, and no RETURNING.
    ///
    /// It takes the native parameters of the first row, then those of the second, and so on:
    /// parameter_count() for each. Its text() is the one of this statement, its id() is new; the one made
    /// last is kept and returned again for the same number of rows.
    ///
    /// @pre     rows is at least 1, and rows * parameter_count() at most 65535.
    /// @return  null when it is not such an INSERT, or has no parameters.
    [[nodiscard]] std::shared_ptr<const Statement> multi_row(std::size_t rows) const;

    /// Returns the text as the user wrote it.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    /// Returns the text for the database: native placeholders for markers, escapes undone. A space is put
    /// before and after a placeholder where it would run into a word.
    [[nodiscard]] const std::string& sql() const noexcept { return is_verbatim_ ? text_ : sql_; }

    /// Returns a number that no other statement of this process has, for a driver's table of prepared
    /// statements.
    [[nodiscard]] std::uint64_t id() const noexcept { return id_; }

    /// Whether no later execution will have this id(), so that a driver need not keep what it prepares. False
    /// is no promise.
    [[nodiscard]] bool is_single_use() const noexcept { return is_single_use_; }

    /// Returns the first word of each statement, in upper case, behind blanks, comments, `;` and `(`; an
    /// empty string where something else is first. A ROLLBACK to a savepoint is "ROLLBACK TO", and the first
    /// of two phases "PREPARE TRANSACTION".
    [[nodiscard]] std::span<const std::string> keywords() const noexcept { return keywords_; }

    /// Returns the first of keywords(); empty when there is no statement.
    [[nodiscard]] std::string_view keyword() const noexcept {
        return keywords_.empty() ? std::string_view() : std::string_view(keywords_.front());
    }

    /// Whether the keyword is BEGIN, START, COMMIT, END, ROLLBACK (TO), ABORT, SAVEPOINT or RELEASE.
    [[nodiscard]] bool is_transaction_control() const noexcept;

    /// Returns the number of statements between semicolons, blanks and comments aside.
    ///
    /// Semicolons in parentheses, in the BEGIN ... END of a CREATE TRIGGER (SQLite) and in the BEGIN ATOMIC
    /// ... END of a function (SQL) separate nothing.
    [[nodiscard]] std::size_t statement_count() const noexcept { return keywords_.size(); }

    /// Whether there is a `$1` that is plain text in this style, and that PostgreSQL would take for a
    /// parameter.
    [[nodiscard]] bool has_native_dollar() const noexcept { return has_native_dollar_; }

    /// Returns the number of native parameters; each one is in sql() at least once.
    [[nodiscard]] std::size_t parameter_count() const noexcept { return names_.size() + positions_.size(); }

    /// Whether the markers name their values. A text without markers does not, whatever its style.
    [[nodiscard]] bool is_named() const noexcept { return !names_.empty(); }

    /// Returns the name of each native parameter; empty unless is_named().
    [[nodiscard]] std::span<const std::string> names() const noexcept { return names_; }

    /// Returns for each native parameter its index in the user's sequence, from 0; empty when is_named().
    [[nodiscard]] std::span<const std::uint32_t> positions() const noexcept { return positions_; }

    /// Returns the length of the user's sequence: the highest index, so that `:1, :3` takes 3 values; 0 when
    /// is_named().
    [[nodiscard]] std::size_t arity() const noexcept { return arity_; }

    /// Checks the length of a sequence; no parameters at all are one of length 0.
    ///
    /// @throws ProgrammingError  it is not arity(), or is_named().
    void check_positional(std::size_t given) const;

    /// Checks that parameters by name fit. A text without markers takes any mapping.
    ///
    /// @throws ProgrammingError  there are markers, but not by name.
    void check_named() const;

    /// Finds the values for the native parameters in a mapping.
    ///
    /// @param keys  the mapping's keys without a colon. More of them than names() are allowed; of one that is
    ///              there several times the last counts.
    /// @return      for each native parameter the index of its key; empty for a text without markers.
    /// @throws ProgrammingError  check_named() says so, or a name is not among the keys.
    [[nodiscard]] std::vector<std::uint32_t> map_names(std::span<const std::string_view> keys) const;

 private:
    struct Slot {  // a placeholder in sql()
        std::size_t offset;
        std::size_t length;
        std::size_t parameter;
    };
    class Writer;

    struct Made;  // what expanded() and multi_row() have made

    Statement();
    [[nodiscard]] std::shared_ptr<Statement> make_expanded(std::span<const std::size_t> widths) const;
    [[nodiscard]] std::shared_ptr<const Statement> make_multi_row(std::size_t begin, std::size_t end,
                                                                  std::size_t rows) const;
    void number_parameters(const ScannedSql& scanned, std::vector<std::uint32_t>& parameters);

    std::uint64_t id_;
    std::string text_;
    std::string sql_;  // empty when it is text_
    std::vector<std::string> keywords_;
    std::vector<Slot> slots_;
    std::vector<std::string> names_;
    std::vector<std::uint32_t> positions_;
    std::size_t arity_ = 0;
    Placeholder native_ = Placeholder::dollar;
    bool is_verbatim_ = false;
    bool has_native_dollar_ = false;
    bool is_single_use_ = false;
    std::unique_ptr<Made> made_;
};

}  // namespace dbapi::driver
