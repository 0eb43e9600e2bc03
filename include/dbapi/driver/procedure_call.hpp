// SPDX-License-Identifier: BSL-1.0
//
// What the core hands to a driver that calls procedures.
#pragma once

#include <dbapi/deadline.hpp>
#include <dbapi/transaction_options.hpp>
#include <dbapi/value_view.hpp>
#include <span>
#include <string_view>

namespace dbapi::driver {

/// One call. Everything in it is borrowed until do_callproc() returns.
struct ProcedureCall {
    std::string_view name;                  ///< As the program gave it: never to be pasted into SQL as it is.
    std::span<const ValueView> parameters;  ///< As the program gave them; never an expansion.
    const TransactionOptions* begin;        ///< As in Execution.
    Deadline deadline;                      ///< By when this hook must have returned or thrown.
};

}  // namespace dbapi::driver
