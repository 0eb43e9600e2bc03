// SPDX-License-Identifier: BSL-1.0
//
// What libpq 17 declares and an older one does not, included before the driver's sources.
#pragma once

#include <libpq-fe.h>

#ifndef LIBPQ_HAS_CHUNK_MODE
#define LIBPQ_HAS_CHUNK_MODE 1
#define DBAPI_TEST_MAKES_CHUNKS  // see libpq_17.cpp
inline constexpr auto PGRES_TUPLES_CHUNK = static_cast<ExecStatusType>(PGRES_PIPELINE_ABORTED + 1);
extern "C" int PQsetChunkedRowsMode(PGconn* connection, int rows);
#endif
