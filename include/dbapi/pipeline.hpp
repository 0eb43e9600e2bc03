// SPDX-License-Identifier: BSL-1.0
//
// Pipeline: statements that go to the server together, and whose results are fetched later.
#pragma once

#include <concepts>
#include <cstddef>
#include <dbapi/bind.hpp>
#include <dbapi/connection.hpp>
#include <dbapi/cursor.hpp>
#include <dbapi/export.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/value_view.hpp>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dbapi {

class ViewStore;

/// Collects statements and commits, and runs them in one round trip.
///
///     dbapi::Pipeline pipe(*conn);
///     pipe.execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, from);
///     auto& check = pipe.execute("SELECT sum(balance) FROM accounts");
///     pipe.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, to);
///     pipe.commit();
///     pipe.sync();  // BEGIN where none was sent yet, the four of them, and all their answers
///     check.scalar<std::int64_t>();
///
/// Nothing is sent before sync(): until then parameters are kept as copies, and other cursors of the
/// connection can be used. A driver without pipelines (Features::pipeline) runs the statements one by one in
/// sync(), with the same results and errors. Extension (psycopg, libpq).
///
/// Ownership: keeps its connection alive, and owns the cursors that execute() returns.
/// Threads: one at a time; the connection may be shared, as by cursors.
/// Transactions: as with cursors a BEGIN comes before the first statement, and before the first behind a
/// commit(). In autocommit mode the whole of one sync() is one transaction of its own, committed at its end
/// and rolled back when a statement fails; inside of a begin() it belongs to that transaction.
class DBAPI_EXPORT Pipeline {
 public:
    /// @throws InterfaceError  the connection is closed.
    explicit Pipeline(Connection& connection);
    /// Drops what was not sent.
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Adds a statement, with arguments as those of Cursor::execute(); parameters are copied.
    ///
    /// @return  the cursor that has the result after sync(). Lifetime: until the first execute() behind that
    ///          sync() or behind clear(), which use the cursors again, and at most as long as the pipeline.
    ///          Reading from it before sync() is a ProgrammingError.
    /// @throws ProgrammingError  as Cursor::execute() for parameters; several statements in the text; COPY;
    ///                           BEGIN, COMMIT or ROLLBACK as text. Savepoints are welcome.
    /// @throws DataError         an argument that is no SQL value.
    /// @par State after failure
    /// As before: nothing was added.
    template <class... Args>
    Cursor& execute(std::string_view sql, const Args&... arguments);
    /// The same with a range that changes when it is walked over.
    template <class... Args>
    requires(detail::MutableRange<Args> || ...) Cursor& execute(std::string_view sql, Args&&... arguments);
    /// The same with named parameters.
    template <std::same_as<NamedParameter> P = NamedParameter>
    Cursor& execute(std::string_view sql, std::initializer_list<std::type_identity_t<P>> parameters);
    /// The same with positional parameters.
    Cursor& execute(std::string_view sql, std::initializer_list<PositionalParameter> parameters);

    /// Adds a commit of what is before it; one that finds no transaction does nothing. Statements behind it
    /// belong to the next transaction.
    /// @throws ProgrammingError  in autocommit mode without begin(): sync() commits by itself.
    void commit();

    /// Runs what was added, and empties the pipeline, also when it fails. An empty one does nothing.
    ///
    /// The first statement or commit that fails ends the run: those before it have their results, those
    /// behind it were not run, and say so when they are read from.
    ///
    /// @throws Error  what that statement or commit has failed with. row_range() is {i, i} with its index in
    ///                the pipeline, from 0 and commits included. When the connection is lost, i is the first
    ///                without an answer.
    /// @throws TransactionRolledBack  a commit was answered with a rollback.
    /// @throws AmbiguousCommit        a commit was sent, and whether it was done is not known.
    /// @throws PlanInvalidated        tables have changed under a prepared statement: run the transaction
    ///                                again.
    /// @throws InterfaceError         a stream is open on the connection, or it is closed. Nothing was run.
    /// @throws DeadlineExceeded       not all was done within the connection's timeout().
    /// @par State after failure
    /// transaction_status() tells. A result that has come but cannot be kept or read, for lack of memory or
    /// as a DataError, is thrown when all others have been taken in; what was behind it has been run.
    /// @par Blocking
    /// Until all answers have come; at most until the deadline.
    void sync();

    /// Drops what was added since the last sync().
    void clear() noexcept;

    /// Returns how many statements and commits wait for sync().
    [[nodiscard]] std::size_t size() const noexcept;

 private:
    struct Step;
    class Run;       // one sync(),
    struct Running;  // and what it has

    Cursor& add(std::string_view sql, const detail::BoundParameters& parameters);
    Cursor& next_cursor();

    std::shared_ptr<Connection> connection_;
    std::vector<Step> steps_;                       // what waits,
    std::unique_ptr<ViewStore> parameters_;         // and its parameters
    std::vector<ValueView> views_;                  // those of what is being added
    std::vector<std::unique_ptr<Cursor>> cursors_;  // used again and again
    std::size_t used_ = 0;                          // how many of them are handed out
    bool is_over_ = false;                          // whether they may be handed out anew
};

template <class... Args>
Cursor& Pipeline::execute(std::string_view sql, const Args&... arguments) {
    Cursor* cursor = nullptr;
    detail::use_arguments([&](const auto& parameters) { cursor = &add(sql, parameters); }, arguments...);
    return *cursor;
}

template <class... Args>
requires(detail::MutableRange<Args> || ...) Cursor& Pipeline::execute(std::string_view sql,
                                                                      Args&&... arguments) {
    Cursor* cursor = nullptr;
    detail::use_arguments([&](const auto& parameters) { cursor = &add(sql, parameters); }, arguments...);
    return *cursor;
}

// A template, as in Cursor.
template <std::same_as<NamedParameter> P>
Cursor& Pipeline::execute(std::string_view sql, std::initializer_list<std::type_identity_t<P>> parameters) {
    Cursor* cursor = nullptr;
    detail::use_arguments([&](const auto& bound) { cursor = &add(sql, bound); }, parameters);
    return *cursor;
}

}  // namespace dbapi
