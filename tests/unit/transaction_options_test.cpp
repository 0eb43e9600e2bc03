// SPDX-License-Identifier: BSL-1.0
//
// The words of isolation levels, and options that compare.
#include <doctest/doctest.h>

#include <dbapi/globals.hpp>
#include <dbapi/transaction_options.hpp>

using namespace dbapi;

TEST_CASE("isolation levels are written in SQL's words") {
    CHECK(to_string(IsolationLevel::read_uncommitted) == "READ UNCOMMITTED");
    CHECK(to_string(IsolationLevel::read_committed) == "READ COMMITTED");
    CHECK(to_string(IsolationLevel::repeatable_read) == "REPEATABLE READ");
    CHECK(to_string(IsolationLevel::serializable) == "SERIALIZABLE");
}

TEST_CASE("options that are not set are the database's defaults, and differ from those that are") {
    CHECK(TransactionOptions{} == TransactionOptions{});
    CHECK_FALSE(TransactionOptions{}.isolation.has_value());
    CHECK_FALSE(TransactionOptions{}.read_only.has_value());
    CHECK_FALSE(TransactionOptions{.read_only = false} == TransactionOptions{});
    CHECK_FALSE(TransactionOptions{.isolation = IsolationLevel::serializable} == TransactionOptions{});
}
