// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/conformance/feature.hpp>
#include <dbapi/errors.hpp>

namespace dbapi::conformance {
namespace {

constexpr Feature table[] = {
    {"transactions", &Features::transactions, Absence::differs},
    {"transactional_ddl", &Features::transactional_ddl, Absence::differs},
    {"isolation_levels", &Features::isolation_levels, Absence::differs},
    {"read_only", &Features::read_only, Absence::throws},
    {"deferrable", &Features::deferrable, Absence::throws},
    {"transaction_priority", &Features::transaction_priority, Absence::throws},
    {"as_of_system_time", &Features::as_of_system_time, Absence::throws},
    {"savepoints", &Features::savepoints, Absence::differs},
    {"restart_savepoint", &Features::restart_savepoint, Absence::throws},
    {"multiple_statements", &Features::multiple_statements, Absence::differs},
    {"streaming", &Features::streaming, Absence::throws},
    {"named_cursors", &Features::named_cursors, Absence::throws},
    {"cancel", &Features::cancel, Absence::untested},
    {"timeout", &Features::timeout, Absence::untested},
    {"arrays", &Features::arrays, Absence::differs},
    {"lastrowid", &Features::lastrowid, Absence::differs},
    {"callproc", &Features::callproc, Absence::throws},
    {"two_phase", &Features::two_phase, Absence::throws},
    {"copy", &Features::copy, Absence::throws},
    {"copy_binary", &Features::copy_binary, Absence::throws},
    {"notifications", &Features::notifications, Absence::throws},
    {"pipeline", &Features::pipeline, Absence::differs},
};
static_assert(std::size(table) == sizeof(Features) / sizeof(bool), "a member of Features has no entry");

}  // namespace

std::span<const Feature> features() noexcept { return table; }

const Feature& feature(Need member) {
    const auto found = std::ranges::find(table, member, &Feature::member);
    if (found == std::end(table)) throw InterfaceError("no such member of Features");
    return *found;
}

}  // namespace dbapi::conformance
