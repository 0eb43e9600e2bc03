// SPDX-License-Identifier: BSL-1.0
//
// The vocabulary of a cursor's hooks for COPY: what the core hands to a driver that has it.
#pragma once

#include <cstdint>
#include <dbapi/copy.hpp>
#include <dbapi/deadline.hpp>
#include <dbapi/export.hpp>
#include <dbapi/value_view.hpp>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace dbapi::driver {

/// Counts what is copied, and tells the program.
class DBAPI_EXPORT CopyMeter {
 public:
    /// @param options  borrowed.
    explicit CopyMeter(const CopyOptions& options) noexcept;

    /// Counts rows and bytes that are on their way. What the program's function throws passes through here,
    /// and must pass through the driver.
    void add(std::uint64_t rows, std::uint64_t bytes) {
        total_.rows += rows;
        total_.bytes += bytes;
        if (total_.rows >= next_rows_ || total_.bytes >= next_bytes_) report();
    }

    /// Says that all data has come through; copy_in() does so before the database is told.
    void finish();

 private:
    static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

    void report();
    void set_limits() noexcept;

    const CopyOptions& options_;
    CopyProgress total_;
    std::uint64_t next_rows_ = never;
    std::uint64_t next_bytes_ = never;
};

/// Gives the rows of a copy_in(), one at a time.
class CopyRowSource {
 public:
    virtual ~CopyRowSource() = default;

    /// Shows the next row, whose views are valid until the next call. Returns false at the end.
    ///
    /// It throws what the program's range throws, and when the operation was cancelled or its time is up: the
    /// driver undoes the COPY and lets the exception pass, whatever its type.
    virtual bool next(std::span<const ValueView>& row) = 0;
};

// What the hooks are given is borrowed until they return. A transaction has begun already where one must.
// Data sources and sinks throw as CopyRowSource::next() does.

/// Rows for a table.
struct CopyRowsIn {
    const CopyTable& table;  ///< Its names are not empty, and hold no NUL.
    CopyFormat format;       ///< Not binary where Features::copy_binary is false.
    CopyRowSource& rows;
    CopyMeter& meter;
    Deadline deadline;
};

/// Data for a COPY … FROM STDIN.
struct CopyDataIn {
    const std::string& statement;
    detail::CopyDataSource& data;
    CopyMeter& meter;
    Deadline deadline;
};

/// Rows of a table or of a query; they are then fetched as those of do_execute().
struct CopyRowsOut {
    const CopyTable* table;  ///< As in CopyRowsIn; null when there is a query.
    std::string_view query;  ///< One statement without parameters, and without a semicolon behind it.
    CopyFormat format;       ///< Text, or as in CopyRowsIn.
    Deadline deadline;
};

/// The data of a COPY … TO STDOUT.
struct CopyDataOut {
    const std::string& statement;
    detail::CopyDataSink& data;
    CopyMeter& meter;
    Deadline deadline;
};

}  // namespace dbapi::driver
