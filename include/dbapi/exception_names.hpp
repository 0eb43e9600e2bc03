// SPDX-License-Identifier: BSL-1.0
//
// The exceptions as members of a class. PEP 249: C119.
#pragma once

#include <dbapi/errors.hpp>

namespace dbapi::detail {

/// Base of Connection, which makes the exceptions reachable from there as well.
struct ExceptionNames {
    using Warning = dbapi::Warning;
    using Error = dbapi::Error;
    using InterfaceError = dbapi::InterfaceError;
    using DatabaseError = dbapi::DatabaseError;
    using DataError = dbapi::DataError;
    using OperationalError = dbapi::OperationalError;
    using IntegrityError = dbapi::IntegrityError;
    using InternalError = dbapi::InternalError;
    using ProgrammingError = dbapi::ProgrammingError;
    using NotSupportedError = dbapi::NotSupportedError;
};

}  // namespace dbapi::detail
