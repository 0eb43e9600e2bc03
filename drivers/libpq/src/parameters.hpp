// SPDX-License-Identifier: BSL-1.0
//
// From the core's views to what libpq sends: always bound, never pasted into the SQL.
#pragma once

#include <dbapi/value_view.hpp>
#include <span>
#include <string>

#include "dialect.hpp"
#include "pq/session.hpp"

namespace dbapi::libpq {

/// The parameters of one statement, reused from call to call.
class ParameterEncoder {
 public:
    /// Encodes the views. The result is valid until the next call, and while the views' own bytes are.
    /// @throws DataError  text with a NUL byte, which the protocol cannot carry.
    const WireParameters& encode(std::span<const ValueView> views, const Dialect& dialect);

 private:
    void add(const ValueView& view, const Dialect& dialect);

    WireParameters wire_;
    std::string texts_;                 // the text parameters, each with a NUL behind it
    std::vector<std::size_t> offsets_;  // where each parameter begins in `texts_`; npos for the others
};

}  // namespace dbapi::libpq
