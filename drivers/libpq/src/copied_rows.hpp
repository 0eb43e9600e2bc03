// SPDX-License-Identifier: BSL-1.0
//
// The rows that a cursor reads by COPY, and how a COPY is given up in the middle.
#pragma once

#include <dbapi/driver/sqlstate_error.hpp>
#include <dbapi/errors.hpp>
#include <utility>

#include "codec/copy_read.hpp"
#include "pq/copy.hpp"

namespace dbapi::libpq {

/// Where copy_out() stands. Its views are of the piece, or of the reader.
struct CopiedRows {
    Session::CopyOut stream;
    CopyReader reader;
};

/// Stops a COPY because of the exception that is being handled, and throws that again: what is no error of
/// ours as it is.
template <class Stream>
[[noreturn]] void stop(Stream& stream, const Session& session) {
    stream.abort();
    try {
        throw;
    } catch (const Error& error) {
        if (!error.is_connection_usable() || session.is_alive()) throw;
        ErrorDetails details = error.details();
        details.connection_usable = false;  // no longer
        driver::throw_error(error.error_class(), error.what(), std::move(details));
    }
}

}  // namespace dbapi::libpq
