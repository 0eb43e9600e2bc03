// SPDX-License-Identifier: BSL-1.0
#include "routine.hpp"

#include <algorithm>
#include <charconv>
#include <dbapi/errors.hpp>
#include <optional>

namespace dbapi::libpq {
namespace {

enum Field : std::size_t {
    field_kind,
    field_set,
    field_name,
    field_modes,
    field_defaults,
    field_polymorphic
};
static_assert(field_polymorphic + 1 == routine_fields);

/// How well a routine takes so many parameters; the first is the best.
enum class Rank { exact, by_defaults, by_variadic };

struct Fit {
    Rank rank;
    std::string modes;  // of each parameter
    bool is_complete;   // they are all arguments; else the inputs alone
};

/// Tells how the parameters are the routine's arguments. A function takes them all, or its inputs.
std::optional<Fit> fit(const Routine& routine, std::size_t given) {
    std::string inputs = routine.modes;
    if (!routine.is_procedure) std::erase(inputs, 'o');
    if (given == inputs.size()) return Fit{Rank::exact, inputs, inputs == routine.modes};
    if (given == routine.modes.size()) return Fit{Rank::exact, routine.modes, true};
    const bool is_variadic = inputs.ends_with('v');
    if (given < inputs.size() && inputs.size() - given <= routine.defaults) {
        return Fit{Rank::by_defaults, inputs.substr(0, given), inputs == routine.modes};
    }
    if (!is_variadic || given + 1 < inputs.size()) return std::nullopt;
    inputs.pop_back();
    inputs.resize(given, 'i');
    return Fit{Rank::by_variadic, inputs, false};
}

/// Finds which parameter each column of the routine's row is.
std::vector<std::size_t> outputs_of(const Routine& routine, const Fit& fit) {
    std::vector<std::size_t> outputs;
    if (routine.returns_set) return outputs;
    std::size_t next = 0;  // parameter
    for (const char mode : routine.modes) {
        const bool is_given = (fit.is_complete || mode != 'o') && next < fit.modes.size();
        if (mode == 'o' || mode == 'b') outputs.push_back(is_given ? next : RoutineCall::nowhere);
        if (is_given) ++next;
    }
    return outputs;
}

RoutineCall call_of(const Routine& routine, const Fit& fit, std::span<const ValueView> parameters) {
    RoutineCall call{.outputs = outputs_of(routine, fit)};
    std::string list;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const bool is_output = fit.modes[i] == 'o';
        if (is_output && !routine.is_procedure) continue;
        if (!list.empty()) list += ", ";
        if (is_output) {
            list += "NULL";
            continue;
        }
        call.sent.push_back(i);
        if (fit.modes[i] == 'v' && parameters[i].kind() == Kind::array) list += "VARIADIC ";
        list += '$' + std::to_string(call.sent.size());
    }
    call.sql = (routine.is_procedure ? "CALL " : "SELECT * FROM ") + routine.name + '(' + list + ')';
    return call;
}

[[noreturn]] void throw_no_routine(const std::string& message, Sqlstate sqlstate) {
    throw ProgrammingError(message, ErrorDetails{.sqlstate = sqlstate});
}

}  // namespace

const std::string& routine_query() {
    static const std::string query =
        "SELECT p.prokind, p.proretset,"
        " CASE WHEN pg_catalog.cardinality(w.parts) = 1 THEN ''"
        " ELSE pg_catalog.quote_ident(n.nspname) || '.' END || pg_catalog.quote_ident(p.proname),"
        " COALESCE(pg_catalog.array_to_string(p.proargmodes, ''), pg_catalog.repeat('i', p.pronargs)),"
        " p.pronargdefaults,"
        " EXISTS (SELECT FROM pg_catalog.pg_type t"
        " WHERE t.oid = ANY (p.proargtypes::pg_catalog.oid[]) AND t.typtype = 'p')"
        " FROM (SELECT pg_catalog.parse_ident($1) AS parts) w"
        " JOIN pg_catalog.pg_proc p ON p.proname = w.parts[pg_catalog.cardinality(w.parts)]::pg_catalog.name"
        " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
        " WHERE p.prokind IN ('f', 'p') AND CASE pg_catalog.cardinality(w.parts)"
        " WHEN 1 THEN pg_catalog.pg_function_is_visible(p.oid)"
        " WHEN 2 THEN n.nspname = w.parts[1]::pg_catalog.name"
        " WHEN 3 THEN n.nspname = w.parts[2]::pg_catalog.name"
        " AND w.parts[1] = pg_catalog.current_database() ELSE false END";
    return query;
}

Routine routine_of(std::span<const std::string_view> fields) {
    Routine routine{.name = std::string(fields[field_name]),
                    .modes = std::string(fields[field_modes]),
                    .is_procedure = fields[field_kind] == "p",
                    .returns_set = fields[field_set] == "t",
                    .is_polymorphic = fields[field_polymorphic] == "t"};
    std::erase(routine.modes, 't');  // columns of a table are no arguments
    const auto defaults = fields[field_defaults];
    std::from_chars(defaults.data(), defaults.data() + defaults.size(), routine.defaults);
    return routine;
}

RoutineCall plan_call(std::span<const Routine> routines, std::span<const ValueView> parameters) {
    if (routines.empty()) throw_no_routine("there is no procedure or function of this name", "42883");
    std::optional<Rank> best;
    std::optional<RoutineCall> call;
    std::size_t fitting = 0;
    bool is_clear = true;
    bool is_polymorphic = false;
    for (const Routine& routine : routines) {
        const auto found = fit(routine, parameters.size());
        if (!found) continue;
        ++fitting;
        is_polymorphic = is_polymorphic || routine.is_polymorphic;
        if (best && found->rank > *best) continue;
        auto next = call_of(routine, *found, parameters);
        is_clear = !best || found->rank < *best || (is_clear && next == *call);
        best = found->rank;
        call = std::move(next);
    }
    if (!call) {
        throw_no_routine("no procedure or function of this name takes " + std::to_string(parameters.size()) +
                             " parameters",
                         "42883");
    }
    if (!is_clear) throw_no_routine("several procedures or functions of this name take them", "42725");
    call->has_own_types = fitting == 1 && !is_polymorphic && *best != Rank::by_variadic;
    return *std::move(call);
}

RoutineCall plan_plain_call(std::string_view name, std::size_t parameters) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    bool at_start = true;  // of a word
    bool is_plain = true;
    for (const char c : name) {
        const bool is_dot = c == '.' && !at_start;
        is_plain = is_plain && (is_dot || is_letter(c) || (!at_start && c >= '0' && c <= '9'));
        at_start = is_dot;
    }
    if (!is_plain || at_start) {
        throw_no_routine("on this server callproc() takes plain names, without quotes", "42602");
    }
    RoutineCall call{.sql = "SELECT * FROM " + std::string(name) + '('};
    for (std::size_t i = 0; i < parameters; ++i) {
        call.sent.push_back(i);
        call.sql += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
    }
    call.sql += ')';
    return call;
}

}  // namespace dbapi::libpq
