// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in when transactions begin and how they end.
#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Connection;
using dbapi::TransactionStatus;
using dbapi::driver::CommitAnswer;

}  // namespace

std::vector<Mistake> mistakes_of_transactions() {
    return {
        {"commit_does_nothing",
         {"C37"},
         "commit() does nothing",
         {.commit = [](Connection&) { return CommitAnswer::committed; }}},
        {"commit_rolls_back",
         {"C37"},
         "commit() rolls back",
         {.commit =
              [](Connection& inner) {
                  inner.rollback();
                  return CommitAnswer::committed;
              }}},
        {"commit_tells_of_a_rollback",
         {"C37"},
         "commit() commits, and says that it was rolled back",
         {.commit =
              [](Connection& inner) {
                  inner.commit();
                  return CommitAnswer::rolled_back;
              }}},
        {"rollback_does_nothing", {"C42"}, "rollback() does nothing", {.rollback = [](Connection&) {}}},
        {"rollback_commits",
         {"C42"},
         "rollback() commits",
         {.rollback = [](Connection& inner) { inner.commit(); }}},
        {"begin_does_nothing",
         {"C39"},
         "no transaction begins: every statement is committed by itself",
         {.begin = [](Connection&) {}}},
        {"autocommit_ignored",
         {"C40", "C132"},
         "in autocommit mode a transaction begins all the same",
         {.before =
              [](Connection& inner, const Ran& ran) {
                  const bool is_idle = inner.transaction_status() == TransactionStatus::idle;
                  if (is_idle && (ran.is_change() || ran.is("SELECT"))) inner.begin();
              }}},
        {"definitions_commit",
         {"C48"},
         "CREATE TABLE commits the transaction, though Features call it transactional",
         {.after =
              [](Connection& inner, const Ran& ran) {
                  if (!ran.is_definition()) return;
                  if (inner.transaction_status() != TransactionStatus::active) return;
                  inner.commit();
                  inner.begin();
              }}},
        {"definitions_begin_nothing",
         {"C47", "C48"},
         "no transaction begins before CREATE TABLE",
         {.is_exempt = [](std::string_view keyword,
                          bool is_right) { return is_right || keyword == "CREATE"; }}},
        {"queries_begin_nothing",
         {"C47"},
         "no transaction begins before a SELECT",
         {.is_exempt = [](std::string_view keyword,
                          bool is_right) { return is_right || keyword == "SELECT"; }}},
        {"status_active_when_idle",
         {"extension.transaction_status*", "C39", "C47"},
         "transaction_status() says that a transaction is open when none is",
         {.status =
              [](TransactionStatus right) {
                  return right == TransactionStatus::idle ? TransactionStatus::active : right;
              }}},
        {"status_idle_when_active",
         {"extension.transaction_status*", "C37"},
         "transaction_status() says that no transaction is open when one is",
         {.status =
              [](TransactionStatus right) {
                  return right == TransactionStatus::active ? TransactionStatus::idle : right;
              }}},
        {"status_failed_when_active",
         {"extension.transaction_status*"},
         "transaction_status() says that the transaction has failed when it is fine",
         {.status =
              [](TransactionStatus right) {
                  return right == TransactionStatus::active ? TransactionStatus::failed : right;
              }}},
        {"error_commits",
         {"transaction.*", "C42"},
         "an error commits what its transaction has done so far",
         {.failed = [](Connection& inner) { inner.commit(); }}},
        {"error_rolls_back",
         {"transaction.*", "C37"},
         "an error rolls its transaction back, and what follows is committed by itself",
         {.failed = [](Connection& inner) { inner.rollback(); }}},
        {"sessions_are_one",
         {"C51", "C37", "C35"},
         "connections to one database are the same session",
         {.shares_session = true}},
    };
}

}  // namespace testing::mistaken
