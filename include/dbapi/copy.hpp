// SPDX-License-Identifier: BSL-1.0
//
// What copy_in() and copy_out() are told: the table, the format, where the data comes from and goes to. An
// extension: PostgreSQL's and CockroachDB's COPY, by which rows are loaded and unloaded in bulk.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/export.hpp>
#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dbapi {

/// In which of COPY's formats rows travel.
enum class CopyFormat : std::uint8_t {
    automatic,  ///< Binary where the database and the types of all columns allow it, else text.
    text,       ///< Every value as its text; the database converts it to the type of its column.
    csv,        ///< The same with commas and quotes. Only for copy_in().
    binary,     ///< Every value in the form of its column's type: what does not fit that exactly is refused.
};

/// A table, and which of its columns. The names are identifiers as they are: quoted for the database, so that
/// case matters and nothing in them is SQL. As it is written: `{"accounts", {"id", "balance"}}`.
struct CopyTable {
    std::string table{};                 ///< Without its schema.
    std::vector<std::string> columns{};  ///< In the order of the rows' values; empty is all of them.
    std::string schema{};                ///< Empty is where the database finds the table by itself.
};

/// How far a copy_in() or copy_out() has come.
struct CopyProgress {
    std::uint64_t rows = 0;   ///< Rows taken from the range; 0 for data whose rows nobody counts.
    std::uint64_t bytes = 0;  ///< In COPY's format.
};

/// Parameters of copy_in() and copy_out().
struct CopyOptions {
    /// Of rows; in data that is in COPY's format already, the statement names it.
    CopyFormat format = CopyFormat::automatic;
    /// Called now and then by the thread that copies, and once more when all data is through, before the
    /// database is told so. What it throws stops the COPY, and comes out unchanged.
    std::function<void(const CopyProgress&)> progress{};
    /// After how many rows and how many bytes it is called again, whichever comes first; 0 is no such limit.
    std::uint64_t every_rows = 0;
    std::uint64_t every_bytes = std::uint64_t{1} << 20U;
};

namespace detail {

/// Gives data in COPY's format, piece by piece.
class CopyDataSource {
 public:
    virtual ~CopyDataSource() = default;
    /// Returns the next piece, which is valid until the next call; an empty one is the end.
    virtual std::string_view next() = 0;
};

/// Takes data in COPY's format, piece by piece.
class CopyDataSink {
 public:
    virtual ~CopyDataSink() = default;
    virtual void put(std::string_view data) = 0;
};

/// A function that gives text, and empty text at the end.
template <class F>
concept CopyGiver = std::invocable<F&> && std::convertible_to<std::invoke_result_t<F&>, std::string_view>;

/// A function that takes text.
template <class F>
concept CopyTaker = std::invocable<F&, std::string_view>;

template <class F>  // a CopyGiver
class FunctionSource final : public CopyDataSource {
 public:
    explicit FunctionSource(F& function) noexcept : function_(function) {}
    std::string_view next() override {
        piece_.emplace(Holder{function_()});
        return piece_->piece;
    }

 private:
    struct Holder {  // a reference stays one
        std::invoke_result_t<F&> piece;
    };
    F& function_;
    std::optional<Holder> piece_;
};

template <class F>  // a CopyTaker
class FunctionSink final : public CopyDataSink {
 public:
    explicit FunctionSink(F& function) noexcept : function_(function) {}
    void put(std::string_view data) override { function_(data); }

 private:
    F& function_;
};

/// Reads a stream to its end. next() throws InterfaceError when the stream turns bad.
class DBAPI_EXPORT StreamSource final : public CopyDataSource {
 public:
    explicit StreamSource(std::istream& stream);
    std::string_view next() override;

 private:
    std::istream& stream_;
    std::string buffer_;
};

/// Writes to a stream. put() throws InterfaceError when the stream does not take the data.
class DBAPI_EXPORT StreamSink final : public CopyDataSink {
 public:
    explicit StreamSink(std::ostream& stream) noexcept : stream_(stream) {}
    void put(std::string_view data) override;

 private:
    std::ostream& stream_;
};

}  // namespace detail
}  // namespace dbapi
