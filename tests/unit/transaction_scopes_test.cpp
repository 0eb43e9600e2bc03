// SPDX-License-Identifier: BSL-1.0
#include "transaction_scopes.hpp"

#include <doctest/doctest.h>

using namespace dbapi;

TEST_CASE("scopes open inside of each other, and close with all that is inside") {
    TransactionScopes scopes;
    CHECK(scopes.is_empty());
    CHECK_FALSE(scopes.has_live());
    CHECK_FALSE(scopes.innermost());
    CHECK_FALSE(scopes.options());
    const auto outer = scopes.open(ScopeKind::transaction, {.read_only = true}, Deadline::never(), false);
    const auto inner = scopes.open(ScopeKind::savepoint, {}, Deadline::never(), true);
    CHECK(outer != inner);
    CHECK(scopes.innermost()->id == inner);
    CHECK(scopes.innermost()->level == 1);
    CHECK(scopes.options()->read_only == true);  // the outermost one's
    CHECK_FALSE(scopes.has_begun());
    CHECK_FALSE(scopes.has_attempts());
    scopes.close(outer);
    CHECK(scopes.is_empty());
    CHECK_FALSE(scopes.is_open(inner));
    scopes.close(outer);
    CHECK_FALSE(scopes.abandon(inner));
}

TEST_CASE("abandoned scopes are not open, and wait until they are dropped") {
    TransactionScopes scopes;
    const auto first = scopes.open(ScopeKind::attempts, {}, Deadline::never(), false);
    const auto second = scopes.open(ScopeKind::savepoint, {}, Deadline::never(), false);
    const auto third = scopes.open(ScopeKind::savepoint, {}, Deadline::never(), false);
    CHECK(scopes.has_attempts());
    CHECK(scopes.abandon(second));
    CHECK(scopes.is_open(first));
    CHECK_FALSE(scopes.is_open(second));
    CHECK_FALSE(scopes.is_open(third));
    CHECK(scopes.innermost()->id == first);
    CHECK(scopes.abandoned()->id == second);
    CHECK(scopes.abandon(third));  // inside of one that was
    CHECK(scopes.abandoned()->id == second);
    CHECK(scopes.abandon(first));
    CHECK(scopes.abandoned()->kind == ScopeKind::attempts);
    CHECK_FALSE(scopes.has_live());
    CHECK_FALSE(scopes.is_empty());
    scopes.drop_abandoned();
    CHECK(scopes.is_empty());
}

TEST_CASE("the limit is the outermost scope's, and goes with it") {
    TransactionScopes scopes;
    const Deadline limit(Deadline::Clock::now());
    const auto outer = scopes.open(ScopeKind::attempts, {}, limit, false);
    const auto inner = scopes.open(ScopeKind::savepoint, {}, Deadline::never(), false);
    CHECK(scopes.limit().at() == limit.at());
    scopes.note_begun();
    CHECK(scopes.has_begun());
    scopes.close_inside(outer);
    CHECK_FALSE(scopes.is_open(inner));
    CHECK(scopes.is_open(outer));
    scopes.clear();
    CHECK(scopes.is_empty());
    CHECK(scopes.limit().is_never());
}

TEST_CASE("savepoints are named by their level") {
    CHECK(savepoint_name(0) == "dbapi_savepoint_1");
    CHECK(savepoint_name(11) == "dbapi_savepoint_12");
}
