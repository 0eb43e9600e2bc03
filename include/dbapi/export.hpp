// SPDX-License-Identifier: BSL-1.0
//
// DBAPI_EXPORT marks what the core library shows to programs and drivers; everything else stays hidden.
#pragma once

#if defined(_WIN32)
#if defined(DBAPI_BUILDING_CORE)
#define DBAPI_EXPORT __declspec(dllexport)
#else
#define DBAPI_EXPORT
#endif
#else
#define DBAPI_EXPORT __attribute__((visibility("default")))
#endif
