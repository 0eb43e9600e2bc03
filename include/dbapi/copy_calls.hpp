// SPDX-License-Identifier: BSL-1.0
//
// copy_in() and copy_out() as a cursor and a connection have them.
#pragma once

#include <concepts>
#include <dbapi/bind_rows.hpp>
#include <dbapi/copy.hpp>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/value.hpp>
#include <initializer_list>
#include <istream>
#include <ostream>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dbapi::detail {

/// Runs one COPY on a cursor, by its hooks. Throws what CopyCalls tells.
class DBAPI_EXPORT CopyRun {
 public:
    static void rows_in(Cursor& cursor, const CopyTable& table, ParameterSource& source,
                        const CopyOptions& options);
    static void data_in(Cursor& cursor, std::string_view statement, CopyDataSource& data,
                        const CopyOptions& options);
    /// @param table  null when there is a query.
    static void rows_out(Cursor& cursor, const CopyTable* table, std::string_view query, CopyFormat format);
    static void data_out(Cursor& cursor, std::string_view statement, CopyDataSink& data,
                         const CopyOptions& options);

 private:
    template <class F>
    static void run(Cursor& cursor, CopyFormat format, F&& copy);
    [[nodiscard]] static std::string text_of(Cursor& cursor, std::string_view sql, bool is_copy);
};

/// A standard stream or a function that gives data, and one that takes it.
template <class T>
concept CopyOrigin = std::derived_from<T, std::istream> || CopyGiver<T>;
template <class T>
concept CopyTarget = std::derived_from<T, std::ostream> || CopyTaker<T>;

/// Bulk load and unload on a cursor. `Self` is Cursor.
template <class Self>
class CopyCalls {
 public:
    /// Loads rows into a table by COPY.
    ///
    /// The rows are those that executemany() takes; named ones go to the columns of these names, which the
    /// table must then list. The range is read once, one row at a time, and no more than some 100 KB are held
    /// back, while this thread has the connection to itself: using it inside of the range throws
    /// InterfaceError. What the range throws comes out unchanged. All rows are loaded or none, also in
    /// autocommit mode; with autocommit off a transaction begins before. rowcount() is the number of rows.
    ///
    /// @throws NotSupportedError  Features::copy is false, or copy_binary and that format is asked for.
    /// @throws DataError          a value does not fit its column exactly; the message names the column, and
    ///                            Error::row_range() the row. CopyFormat::text leaves that to the database.
    /// @throws ProgrammingError   the table or a column is not there; a row with too few or too many values.
    /// @throws Error              as execute(). row_range() is the row that the database names, else all rows
    ///                            read so far.
    /// @par State after failure
    /// Nothing was loaded. A transaction has failed and wants rollback().
    template <std::ranges::input_range R>
    Self& copy_in(const CopyTable& table, R&& rows, const CopyOptions& options = {}) {
        using Range = std::remove_reference_t<R>;
        static_assert(ValuesRange<Range>, "this is one value: copy_in() takes a range of rows");
        RangeSource<Range> source(rows);
        CopyRun::rows_in(self(), table, source, options);
        return self();
    }
    Self& copy_in(const CopyTable& table, std::initializer_list<std::vector<Value>> rows,
                  const CopyOptions& options = {}) {
        RangeSource<std::initializer_list<std::vector<Value>>> source(rows);
        CopyRun::rows_in(self(), table, source, options);
        return self();
    }

    /// Runs a COPY … FROM STDIN with data that is in its format already: a stream that is read to its end, or
    /// a function that gives text piece by piece, and empty text at the end.
    ///
    /// @throws ProgrammingError  the statement is another one, or has parameters; `options` name a format.
    /// @throws InterfaceError    the stream turned bad.
    /// @throws Error             as for rows; without row_range(), as nobody counts the rows.
    template <class Data>
    requires CopyOrigin<std::remove_cvref_t<Data>> Self& copy_in(std::string_view statement, Data&& data,
                                                                 const CopyOptions& options = {}) {
        DataSource<std::remove_reference_t<Data>> source(data);
        CopyRun::data_in(self(), statement, source, options);
        return self();
    }

    /// Reads the rows of a query or a table by COPY. The rows are then fetched as after execute(): as they
    /// come, on a streaming cursor.
    ///
    /// @param query  as for execute(), without parameters, which COPY does not take.
    /// @throws NotSupportedError  as copy_in(); also CopyFormat::csv.
    /// @throws Error              as execute().
    Self& copy_out(std::string_view query, CopyFormat format = CopyFormat::automatic) {
        CopyRun::rows_out(self(), nullptr, query, format);
        return self();
    }
    Self& copy_out(const CopyTable& table, CopyFormat format = CopyFormat::automatic) {
        CopyRun::rows_out(self(), &table, {}, format);
        return self();
    }

    /// Runs a COPY … TO STDOUT and gives the data as it comes to a stream, or to a function that takes text
    /// piece by piece. rowcount() is the number of rows. What the function throws comes out unchanged.
    ///
    /// @throws ProgrammingError  as copy_in() of data. @throws InterfaceError  the stream turned bad.
    template <class Data>
    requires CopyTarget<std::remove_cvref_t<Data>> Self& copy_out(std::string_view statement, Data&& data,
                                                                  const CopyOptions& options = {}) {
        DataSink<std::remove_reference_t<Data>> sink(data);
        CopyRun::data_out(self(), statement, sink, options);
        return self();
    }

 private:
    template <class T>
    using DataSource =
        std::conditional_t<std::derived_from<T, std::istream>, StreamSource, FunctionSource<T>>;
    template <class T>
    using DataSink = std::conditional_t<std::derived_from<T, std::ostream>, StreamSink, FunctionSink<T>>;

    [[nodiscard]] Self& self() noexcept { return static_cast<Self&>(*this); }
};

/// The same on a connection, each on a new cursor. `Self` is Connection, `Made` Result.
template <class Self, class Made>
class CopyShortcuts {
 public:
    /// As CopyCalls::copy_in(), of rows and of data.
    template <std::ranges::input_range R>
    Made copy_in(const CopyTable& table, R&& rows, const CopyOptions& options = {}) {
        Made result(self().cursor());
        result.cursor().copy_in(table, rows, options);
        return result;
    }
    Made copy_in(const CopyTable& table, std::initializer_list<std::vector<Value>> rows,
                 const CopyOptions& options = {}) {
        Made result(self().cursor());
        result.cursor().copy_in(table, rows, options);
        return result;
    }
    template <class Data>
    requires CopyOrigin<std::remove_cvref_t<Data>> Made copy_in(std::string_view statement, Data&& data,
                                                                const CopyOptions& options = {}) {
        Made result(self().cursor());
        result.cursor().copy_in(statement, data, options);
        return result;
    }

    /// As CopyCalls::copy_out(), of rows on a streaming cursor, and of data.
    Made copy_out(std::string_view query, CopyFormat format = CopyFormat::automatic) {
        Made result(self().cursor({.stream = true}));
        result.cursor().copy_out(query, format);
        return result;
    }
    Made copy_out(const CopyTable& table, CopyFormat format = CopyFormat::automatic) {
        Made result(self().cursor({.stream = true}));
        result.cursor().copy_out(table, format);
        return result;
    }
    template <class Data>
    requires CopyTarget<std::remove_cvref_t<Data>> Made copy_out(std::string_view statement, Data&& data,
                                                                 const CopyOptions& options = {}) {
        Made result(self().cursor());
        result.cursor().copy_out(statement, data, options);
        return result;
    }

 private:
    [[nodiscard]] Self& self() noexcept { return static_cast<Self&>(*this); }
};

}  // namespace dbapi::detail
