// SPDX-License-Identifier: BSL-1.0
//
// One entry of `messages`: a warning or notice that the database sent, or an error that was thrown.
#pragma once

#include <dbapi/diagnostics.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/sqlstate.hpp>
#include <string>

namespace dbapi {

/// What was said: PEP 249's pair of exception class and exception value. PEP 249: C125 to C128.
struct Message {
    ErrorClass error_class = ErrorClass::warning;  ///< Warning for what the server sent by itself.
    std::string text{};                            ///< One line, as what() of an error.
    Sqlstate sqlstate{};                           ///< Empty when there is none.
    Diagnostics diagnostics{};  ///< The severity and the rest, where the database sends them.
};

}  // namespace dbapi
