// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in two-phase transactions.
#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Connection;
using dbapi::Xid;
using dbapi::driver::CommitAnswer;

}  // namespace

std::vector<Mistake> mistakes_of_phases() {
    return {
        {"prepare_commits",
         {"C148", "C149", "C150", "C152"},
         "tpc_prepare() commits",
         {.prepare = [](Connection& inner) { inner.commit(); }}},
        {"prepare_rolls_back",
         {"C150"},
         "tpc_prepare() drops what the transaction has done",
         {.prepare = [](Connection& inner) { inner.rollback(); }}},
        {"commit_of_prepared_rolls_back",
         {"C150"},
         "tpc_commit() after tpc_prepare() rolls back",
         {.commit_prepared = [](Connection& holder) { holder.rollback(); }}},
        {"rollback_of_prepared_commits",
         {"C152"},
         "tpc_rollback() after tpc_prepare() commits",
         {.rollback_prepared = [](Connection& holder) { holder.commit(); }}},
        {"commit_in_one_phase_rolls_back",
         {"C150"},
         "tpc_commit() without tpc_prepare() rolls back",
         {.commit_one_phase =
              [](Connection& inner) {
                  inner.rollback();
                  return CommitAnswer::committed;
              }}},
        {"every_xid_is_known",
         {"C151", "C152"},
         "tpc_commit() and tpc_rollback() of an xid that nobody has prepared succeed",
         {.knows_every_xid = true}},
        {"recover_finds_nothing",
         {"C154"},
         "tpc_recover() returns nothing",
         {.recovered = [](std::vector<Xid>& xids) { xids.clear(); }}},
        {"recover_drops_the_branch",
         {"C154"},
         "tpc_recover() returns xids without their branch qualifiers",
         {.recovered =
              [](std::vector<Xid>& xids) {
                  for (Xid& xid : xids) xid = Xid(xid.format_id(), xid.global_transaction_id(), "");
              }}},
        {"recover_lists_what_has_ended",
         {"C153", "C154"},
         "tpc_recover() returns transactions that have ended",
         {.keeps_ended = true}},
        {"close_drops_what_is_prepared",
         {"C151", "C154"},
         "close() rolls back what its session has prepared",
         {.close_drops_prepared = true}},
        {"two_phase_denied",
         {"C141", "C145"},
         "Features deny two-phase transactions, and xid() or tpc_recover() are there",
         {.features = [](dbapi::Features& features) { features.two_phase = false; }}},
    };
}

}  // namespace testing::mistaken
