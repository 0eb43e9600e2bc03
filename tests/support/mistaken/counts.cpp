// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in what is told of a statement when it has ended.
#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::driver::Completion;

}  // namespace

std::vector<Mistake> mistakes_of_counts() {
    return {
        {"rowcount_off_by_one",
         {"C62"},
         "INSERT, UPDATE and DELETE count one row too many",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.is_change()) ++completion.rowcount;
              }}},
        {"rowcount_unknown_of_changes",
         {"C62"},
         "INSERT, UPDATE and DELETE do not tell how many rows they changed",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.is_change()) completion.rowcount = -1;
              }}},
        {"rowcount_unknown_of_no_row",
         {"C62"},
         "an UPDATE that finds no row has the rowcount -1 instead of 0",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.is("UPDATE") && completion.rowcount == 0) completion.rowcount = -1;
              }}},
        {"rowcount_one_of_no_row",
         {"C62"},
         "a DELETE that finds no row counts one",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.is("DELETE") && completion.rowcount == 0) completion.rowcount = 1;
              }}},
        {"rowcount_of_select_off_by_one",
         {"C62"},
         "a SELECT counts one row too few",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.is("SELECT") && completion.rowcount > 0) --completion.rowcount;
              }}},
        {"rowcount_of_select_is_affected",
         {"C62"},
         "a SELECT has the rowcount 0, as it affects nothing",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.is("SELECT")) completion.rowcount = 0;
              }}},
        {"rowcount_of_stream_stays_unknown",
         {"C65"},
         "a stream that was read to its end counts no rows",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.stream) completion.rowcount = 0;
              }}},
        {"rowcount_of_the_statement_before",
         {"C62", "C67"},
         "a statement that counts nothing keeps the rowcount of the one before",
         {.completion =
              [](Completion& completion, const Ran&, Memory& memory) {
                  if (completion.rowcount < 0 && memory.completion)
                      completion.rowcount = memory.completion->rowcount;
                  memory.completion = completion;
              }}},
        {"rowcount_of_definitions",
         {"C67"},
         "CREATE TABLE counts one row",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.is_definition()) completion.rowcount = 1;
              }}},
        {"rowcount_of_executemany_is_that_of_one",
         {"C68"},
         "several rows in one INSERT count as one, which executemany() adds up",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (ran.is("INSERT") && completion.rowcount > 1) completion.rowcount = 1;
              }}},
        {"lastrowid_stale",
         {"C131"},
         "lastrowid stays that of the session's first INSERT",
         {.completion =
              [](Completion& completion, const Ran&, Memory& memory) {
                  if (!memory.lastrowid) memory.lastrowid = completion.lastrowid;
                  if (completion.lastrowid) completion.lastrowid = memory.lastrowid;
              }}},
        {"lastrowid_off_by_one",
         {"C131"},
         "lastrowid is that of the row before",
         {.completion =
              [](Completion& completion, const Ran&, Memory&) {
                  if (completion.lastrowid) --*completion.lastrowid;
              }}},
        {"lastrowid_kept_by_select",
         {"C131"},
         "a SELECT has the lastrowid of an earlier INSERT",
         {.completion =
              [](Completion& completion, const Ran&, Memory& memory) {
                  if (completion.lastrowid) memory.lastrowid = completion.lastrowid;
                  completion.lastrowid = memory.lastrowid;
              }}},
        {"lastrowid_missing",
         {"C131"},
         "Features announce lastrowid, and there is none",
         {.completion = [](Completion& completion, const Ran&, Memory&) { completion.lastrowid.reset(); }}},
        {"statusmessage_of_the_statement_before",
         {"extension.statusmessage*"},
         "statusmessage is that of the statement before",
         {.completion =
              [](Completion& completion, const Ran&, Memory& memory) {
                  if (memory.completion) completion.statusmessage = memory.completion->statusmessage;
              }}},
        {"a_result_is_dropped",
         {"C102"},
         "of several results only the first is there",
         {.completion = [](Completion& completion, const Ran&,
                           Memory&) { completion.more_results = false; }}},
        {"a_result_too_many",
         {"C102"},
         "behind the last of several results comes another one",
         {.completion =
              [](Completion& completion, const Ran& ran, Memory&) {
                  if (!completion.more_results && ran.result == 1) completion.more_results = true;
              }}},
    };
}

}  // namespace testing::mistaken
