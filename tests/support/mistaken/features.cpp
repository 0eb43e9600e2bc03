// SPDX-License-Identifier: BSL-1.0
//
// Features that announce what is not there, or deny what is.
#include <dbapi/errors.hpp>

#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Features;

}  // namespace

std::vector<Mistake> mistakes_of_features() {
    return {
        {"streaming_announced",
         {"stream.*"},
         "Features announce streams, and they throw NotSupportedError",
         {.statement =
              [](std::string&, std::vector<dbapi::Value>&, const Ran& ran, Memory&) {
                  if (ran.stream) throw dbapi::NotSupportedError("no streams");
              }}},
        {"named_cursors_announced",
         {"C46"},
         "Features announce named cursors, and a name is not looked at",
         {.features = [](Features& features) { features.named_cursors = true; }}},
        {"arrays_announced",
         {"feature.arrays", "C117"},
         "Features announce arrays, and they are refused",
         {.features = [](Features& features) { features.arrays = true; }}},
        {"copy_announced",
         {"copy.*"},
         "Features announce COPY, and there is none",
         {.features = [](Features& features) { features.copy = true; }}},
        {"read_only_announced",
         {"features.*"},
         "Features announce read-only transactions, and they write",
         {.features = [](Features& features) { features.read_only = true; }}},
        {"transactional_ddl_denied",
         {"C48"},
         "Features deny that CREATE TABLE can be rolled back, and it can",
         {.features = [](Features& features) { features.transactional_ddl = false; }}},
        {"savepoints_denied",
         {"features.*"},
         "Features deny savepoints, and there are some",
         {.features = [](Features& features) { features.savepoints = false; }}},
        {"lastrowid_denied",
         {"C131"},
         "Features deny lastrowid, and it is there",
         {.features = [](Features& features) { features.lastrowid = false; }}},
        {"timeout_denied",
         {"deadline.*"},
         "Features deny deadlines, and they are kept",
         {.features = [](Features& features) { features.timeout = false; }}},
        {"transactions_denied",
         {"C37", "C42"},
         "Features deny transactions, and there are some",
         {.features = [](Features& features) { features.transactions = false; }}},
    };
}

}  // namespace testing::mistaken
