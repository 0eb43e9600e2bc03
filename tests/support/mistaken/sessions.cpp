// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in sessions, streams, deadlines and cancels.
#include <dbapi/errors.hpp>

#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Connection;
using dbapi::Deadline;

}  // namespace

std::vector<Mistake> mistakes_of_sessions() {
    return {
        {"every_database_opens",
         {"C22"},
         "what cannot be opened becomes an empty database in memory",
         {.opens_anything = true}},
        {"usable_is_denied",
         {"extension.is_usable*"},
         "is_usable() says no of a session that works",
         {.is_usable = [](bool) { return false; }}},
        {"streams_do_not_end",
         {"stream.*"},
         "a stream that is closed early stays in the way",
         {.end_stream = [](Connection&) {}}},
        {"cancel_does_nothing",
         {"cancel.*"},
         "cancel() does nothing, though Features announce it",
         {.cancel = [](Connection&, Memory&) {}}},
        {"cancel_hits_the_next",
         {"cancel.*"},
         "cancel() stops the statement that runs, and the next one as well",
         {.cancel =
              [](Connection& inner, Memory& memory) {
                  memory.is_hit = true;
                  inner.cancel();
              },
          .statement =
              [](std::string&, std::vector<dbapi::Value>&, const Ran&, Memory& memory) {
                  if (memory.is_hit.exchange(false)) throw dbapi::QueryCanceled("cancelled, late");
              }}},
        {"cancelled_is_interface_error",
         {"cancel.*"},
         "a statement that was cancelled throws InterfaceError",
         {.error =
              [](const dbapi::Error& error, const Ran&, Memory&) {
                  if (error.error_class() != dbapi::ErrorClass::query_canceled) throw;
                  throw dbapi::InterfaceError(error.what());
              }}},
        {"deadline_ignored",
         {"deadline.*"},
         "deadlines are not looked at, though Features announce them",
         {.deadline = [](Deadline) { return Deadline::never(); }}},
        {"deadline_is_query_canceled",
         {"deadline.*"},
         "a deadline that has passed is QueryCanceled",
         {.error =
              [](const dbapi::Error& error, const Ran&, Memory&) {
                  if (error.error_class() != dbapi::ErrorClass::deadline_exceeded) throw;
                  throw dbapi::QueryCanceled(error.what(), error.details());
              }}},
        {"threadsafety_beyond_the_scale",
         {"C5"},
         "threadsafety is 4",
         {.threadsafety = static_cast<dbapi::ThreadSafety>(4)}},
        {"threads_share_nothing",
         {"C5", "C8"},
         "threadsafety is 0",
         {.threadsafety = dbapi::ThreadSafety::none}},
    };
}

}  // namespace testing::mistaken
