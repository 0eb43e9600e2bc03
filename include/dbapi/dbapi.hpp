// SPDX-License-Identifier: BSL-1.0
//
// All that a program needs: PEP 249 for C++.
#pragma once

#include <dbapi/adapter.hpp>
#include <dbapi/connect.hpp>
#include <dbapi/connect_options.hpp>
#include <dbapi/connection.hpp>
#include <dbapi/convert.hpp>
#include <dbapi/copy.hpp>
#include <dbapi/cursor.hpp>
#include <dbapi/cursor_options.hpp>
#include <dbapi/driver.hpp>
#include <dbapi/error_handler.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/features.hpp>
#include <dbapi/globals.hpp>
#include <dbapi/load_driver.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/pipeline.hpp>
#include <dbapi/pool.hpp>
#include <dbapi/result.hpp>
#include <dbapi/retry.hpp>
#include <dbapi/row.hpp>
#include <dbapi/transaction.hpp>
#include <dbapi/type_object.hpp>
#include <dbapi/value.hpp>
#include <dbapi/version.hpp>
#include <dbapi/xid.hpp>
