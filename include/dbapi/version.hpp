// SPDX-License-Identifier: BSL-1.0
//
// The version of this library, as macros for the preprocessor and as a constant.
#pragma once

#define DBAPI_VERSION_MAJOR 0
#define DBAPI_VERSION_MINOR 1
#define DBAPI_VERSION_PATCH 0
#define DBAPI_VERSION "0.1.0"

namespace dbapi {

/// Version of the headers a program was compiled with, as major * 10000 + minor * 100 + patch.
inline constexpr int version = DBAPI_VERSION_MAJOR * 10000 + DBAPI_VERSION_MINOR * 100 + DBAPI_VERSION_PATCH;

}  // namespace dbapi
