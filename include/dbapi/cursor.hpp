// SPDX-License-Identifier: BSL-1.0
//
// Cursor: PEP 249's cursor object. Its public functions check and keep the rules for every driver; a driver
// overrides the hooks in driver/cursor_hooks.hpp.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/bind.hpp>
#include <dbapi/bind_rows.hpp>
#include <dbapi/callproc_calls.hpp>
#include <dbapi/column.hpp>
#include <dbapi/copy_calls.hpp>
#include <dbapi/cursor_options.hpp>
#include <dbapi/cursor_settings.hpp>
#include <dbapi/deadline.hpp>
#include <dbapi/driver/cursor_hooks.hpp>
#include <dbapi/execute_many_options.hpp>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/globals.hpp>
#include <dbapi/lent_cursor.hpp>
#include <dbapi/message.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/row.hpp>
#include <dbapi/transaction_options.hpp>
#include <dbapi/typed_rows.hpp>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dbapi {

/// Runs statements and gives their rows.
///
/// Ownership: Connection::cursor() gives a unique_ptr; a cursor keeps its connection alive.
/// Threads: one thread at a time uses a cursor; cursors of one connection may be used by several (D14).
/// States: open, then closed by close() or with its connection. On a closed one everything but close(),
/// is_closed() and the destructor throws InterfaceError. A cursor is buffered, so that execute() returns when
/// the result is complete, or streaming (CursorOptions::stream).
class DBAPI_EXPORT Cursor : public driver::CursorHooks,
                            public CursorSettings,
                            public detail::CallprocCalls<Cursor>,
                            public detail::CopyCalls<Cursor> {
 public:
    /// Ends the cursor without waiting for a server. The connection's next operation ends an open stream.
    ~Cursor() override;

    // ── running statements ──

    /// Runs one statement with the arguments as its parameters.
    ///
    /// A single argument that is Parameters, a tuple, a plain aggregate, a sequence of Value or a mapping
    /// with string keys is the whole parameter list; any other argument is one parameter, a range of other
    /// elements one array. An aggregate's fields are parameters by position; with an Adapter it is one
    /// parameter.
    ///
    /// @return  this cursor, not an owner of it: `for (auto& row : conn->cursor()->execute(sql))` loops over
    /// a cursor that is gone (until C++23). Keep what cursor() gives, or loop over conn->execute(sql).
    /// @throws ProgrammingError  too few, too many or unknown parameters; an empty text; an error in the SQL.
    /// @throws DataError         an argument that is no SQL value: an integer beyond 64 bits, a ragged array…
    /// @throws InterfaceError    the cursor or its connection is closed, or a stream is open on the latter.
    /// @throws DatabaseError     the leaf that fits what the database said.
    /// @par State after failure
    /// There is no result. On PostgreSQL the transaction has failed and wants rollback().
    /// @par Blocking
    /// Until the result is complete, or on a streaming cursor until it begins; at most until the deadline.
    /// @par PEP 249
    /// C79 to C89.
    template <class... Args>
    Cursor& execute(std::string_view sql, const Args&... arguments);
    /// The same with a range that changes when it is walked over, such as one that reads a stream.
    template <class... Args>
    requires(detail::MutableRange<Args> || ...) Cursor& execute(std::string_view sql, Args&&... arguments);

    /// Runs one statement with named parameters: `cur.execute(sql, {{"least", 100}})`.
    template <std::same_as<NamedParameter> P = NamedParameter>
    Cursor& execute(std::string_view sql, std::initializer_list<std::type_identity_t<P>> parameters);

    /// Runs one statement with positional parameters: `cur.execute(sql, {1, "ann"})`; `{}` is none.
    Cursor& execute(std::string_view sql, std::initializer_list<PositionalParameter> parameters);

    /// Runs the statement once for each element of a range, which is what execute() would make of it as its
    /// only argument: tuples, aggregates, sequences of Value, mappings, Parameters, or one parameter.
    ///
    /// The range is read once, one list at a time, while this thread has the connection to itself: using the
    /// connection inside of the range throws InterfaceError, and what the range itself throws comes out
    /// unchanged. Lists may be read before earlier ones are run: a driver can put the lists of a plain INSERT
    /// together, where that does the same, and send others together. In autocommit mode the whole is one
    /// transaction. An empty range does nothing. rowcount() is the total. Error::row_range() tells which
    /// lists are at fault.
    ///
    /// @return  this cursor.
    /// @throws ProgrammingError  as execute(); the statement returns rows, and the options do not say so.
    /// @throws Error             as execute(), for the first list that fails, or lists that went together;
    /// none after them was run.
    /// @par PEP 249
    /// C90 to C94.
    template <std::ranges::input_range R>
    Cursor& executemany(std::string_view sql, R&& parameter_lists, const ExecuteManyOptions& options = {});
    /// The same with lists written out: `cur.executemany(sql, {{1, "ann"}, {2, "bob"}})`.
    Cursor& executemany(std::string_view sql, std::initializer_list<std::vector<Value>> parameter_lists,
                        const ExecuteManyOptions& options = {});

    // ── reading rows ──

    /// Returns the next row; nothing when the result is used up, however often. PEP 249: C95, C100.
    /// @throws ProgrammingError  nothing was executed, or it produced no rows.
    /// @throws InterfaceError    the cursor or its connection is closed.
    /// @throws OperationalError  a streaming cursor's server went away, or its deadline passed.
    [[nodiscard]] std::optional<Row> fetchone();

    /// Returns at most `count` further rows of the current result, in result order.
    ///
    /// Fewer rows than asked for means that the result is used up; a further call gives an empty vector.
    ///
    /// @param count  rows wanted; 0 is allowed and does nothing.
    /// @return       rows that own their data; they stay valid after close().
    /// @throws Error  as fetchone().
    /// @par PEP 249
    /// C97, C98: `fetchmany([size])`; the overload without an argument uses arraysize() of that moment.
    [[nodiscard]] std::vector<Row> fetchmany(std::size_t count);
    [[nodiscard]] std::vector<Row> fetchmany() { return fetchmany(arraysize()); }

    /// Returns all remaining rows. PEP 249: C99. @throws Error  as fetchone().
    [[nodiscard]] std::vector<Row> fetchall();

    /// Returns the next row, as fetchone(). PEP 249: C129.
    /// @throws std::out_of_range  there is none: C++ has no StopIteration. Other errors as fetchone().
    [[nodiscard]] Row next();

    /// Moves so that the row of this index is the next one, or the row so far from the next one. The rows of
    /// a stream or a named cursor go by meanwhile: only forward, and one that runs out of them stands at the
    /// end. PEP 249: C121 to C124.
    /// @throws std::out_of_range  there is no such row, and the cursor stays where it is; this is no Error.
    /// @throws NotSupportedError  backward, where rows are not kept.
    /// @throws Error              as fetchone().
    void scroll(std::int64_t value, ScrollMode mode = ScrollMode::relative);

    /// Moves to the next result of several statements, dropping what is left of the current one.
    /// @return  whether there was one.
    /// @throws ProgrammingError  nothing was executed, or nothing in it produced rows. PEP 249: C96, C102.
    bool nextset();

    /// Returns the remaining rows as a range of T (one type) or std::tuple<Ts...>, decoded from where they
    /// lie; see convert() for what each T may be. A single T that is a tuple or a plain aggregate takes the
    /// columns by position: `rows<Account>()`. The range borrows this cursor and is read once.
    /// @throws ProgrammingError  no result, or its number of columns is not the number of types.
    /// @throws DataError         while reading: a value does not fit; the message names the column.
    template <class... Ts>
    [[nodiscard]] TypedRows<Ts...> rows();

    /// Returns the only remaining row, as rows() gives it.
    /// @throws ProgrammingError  "No result was found", "Multiple results were found", or as rows().
    template <class... Ts>
    requires detail::OwnsItsData<typename TypedRows<Ts...>::value_type>
    [[nodiscard]] typename TypedRows<Ts...>::value_type one();

    /// Returns the next row as rows() gives it, or nothing; the others are left for later.
    template <class... Ts>
    requires detail::OwnsItsData<typename TypedRows<Ts...>::value_type>
    [[nodiscard]] std::optional<typename TypedRows<Ts...>::value_type> first();

    /// Returns the first column of the only remaining row. @throws ProgrammingError  as one().
    template <detail::OwnsItsData T>
    [[nodiscard]] T scalar();

    /// Moves to the next row and returns a view of it, or nothing at the end; the cheapest way to read rows
    /// of unknown shape. Lifetime: until the next fetch; a later use throws InterfaceError.
    [[nodiscard]] std::optional<RowView> fetchview();

    /// Walks over the remaining rows, each owned; single pass. PEP 249: C130.
    class iterator;
    [[nodiscard]] iterator begin();
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    // ── the result ──

    /// Returns the columns of the current result; null when it has no rows, and before any execute.
    /// PEP 249: C52 to C61.
    [[nodiscard]] Description description() const;

    /// Returns the rows that the last statement produced or affected; -1 when unknown, and before any. For
    /// UPDATE and DELETE these are the rows that WHERE found. PEP 249: C62 to C69.
    [[nodiscard]] std::int64_t rowcount() const;

    /// Returns the 0-based index of the next row to fetch; nothing without a result. PEP 249: C118.
    [[nodiscard]] std::optional<std::size_t> rownumber() const;

    /// Returns the row id of the last inserted row, where the database has one. PEP 249: C131.
    [[nodiscard]] std::optional<std::int64_t> lastrowid() const;

    /// Returns the command tag of the last statement, as "INSERT 0 1", else nothing. Extension (psycopg).
    [[nodiscard]] std::string statusmessage() const;

    /// Returns what the database said since the last standard method that does not fetch, errors included.
    /// PEP 249: C125 to C127.
    [[nodiscard]] std::vector<Message> messages() const;
    void clear_messages();

    /// Returns the connection that made this cursor. PEP 249: C120. Lifetime: at least as long as the cursor.
    [[nodiscard]] Connection& connection() const;

    // ── the end ──

    /// Closes the cursor; again is fine. An unfinished stream is ended, within the deadline. PEP 249: C78.
    /// @throws OperationalError  the server went away while a stream was ended; the cursor is closed anyway.
    void close();
    [[nodiscard]] bool is_closed() const noexcept { return closed_; }

 protected:
    /// For drivers: the core attaches the cursor to its connection after do_cursor() has returned it.
    Cursor();

    /// For drivers with named cursors: how many rows the program wants next, as far as is known; at least 1.
    [[nodiscard]] std::size_t rows_at_once() const noexcept;

 private:
    friend class Connection;
    friend class CursorSettings;
    friend class detail::CallprocRun;
    friend class detail::CopyRun;
    friend struct detail::GiveBack;
    friend class Pipeline;
    template <class... Ts>
    friend class TypedRows;

    struct ResultSet;
    struct Results;  // of the last execute, and where the cursor stands in them
    class ManyRun;   // one executemany()

    void attach(std::shared_ptr<Connection> connection, const CursorOptions& options);
    [[nodiscard]] std::shared_ptr<Connection> detach() noexcept;
    void check_open() const;
    [[nodiscard]] Deadline deadline() const;
    template <class F>
    auto noted(F&& operation) -> decltype(operation());
    void report(const Error& error);

    // Running statements.
    void check_own_stream() const;
    void execute_bound(std::string_view sql, const detail::BoundParameters& parameters);
    void executemany_bound(std::string_view sql, detail::ParameterSource& source,
                           const ExecuteManyOptions& options);
    [[nodiscard]] std::shared_ptr<const driver::Statement> parse(std::string_view sql, bool by_name);
    /// Whether a transaction must begin before the statement.
    [[nodiscard]] bool wants_begin(const driver::Statement& statement) const;
    [[nodiscard]] driver::ResultHead start(const driver::Statement& statement,
                                           std::span<const ValueView> parameters,
                                           const TransactionOptions* begin, Deadline deadline);
    void open_stream(const driver::ResultHead& head);
    void take_rows(ResultSet& result, Deadline deadline);
    void buffer(driver::ResultHead head, Deadline deadline);
    void forget_results() noexcept;
    /// Views of the current row are stale from now on.
    void move_on() noexcept {
        // No read-modify-write: another thread that ends the stream adds one as well, which is as good.
        generation_->store(generation_->load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }

    // Reading rows.
    ResultSet& require_result();
    [[nodiscard]] bool shows(std::uint64_t result_number) const noexcept {
        return result_number_ == result_number;
    }
    void show_results(std::size_t count);
    void show_result(std::size_t index);
    [[nodiscard]] bool advance();
    [[nodiscard]] bool advance_stream(ResultSet& result);
    void skip_to(std::uint64_t target);
    void forget_stream() noexcept;
    void close_named();
    void check_column_count(std::size_t wanted);

    std::shared_ptr<Connection> connection_;
    std::unique_ptr<Results> results_;
    std::uint64_t result_number_ = 0;  // tells this result from earlier ones
    std::vector<ValueView> cells_;     // the row the cursor stands on
    std::vector<ValueView> arranged_;  // the parameters of the statement that runs
    std::shared_ptr<std::atomic<std::uint64_t>> generation_ = std::make_shared<std::atomic<std::uint64_t>>(0);
    std::vector<Message> messages_;
    std::size_t wanted_ = 0;    // rows that a call in progress still wants
    bool streaming_ = false;    // as the options said: rows come while they are fetched,
    bool named_ = false;        // and from a cursor in the server, which does not occupy the connection
    bool stream_open_ = false;  // rows are still to come from the driver
    bool closed_ = false;
    const char* why_empty_ = nullptr;  // what to say when there is no result, if it is not the usual
};

}  // namespace dbapi

#include <dbapi/cursor_calls.hpp>  // the templates declared above
