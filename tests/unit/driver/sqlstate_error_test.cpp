// SPDX-License-Identifier: BSL-1.0
//
// From SQLSTATE to exception class: every row of the table, and the codes of the documentation.
#include <doctest/doctest.h>

#include <dbapi/driver/sqlstate_error.hpp>
#include <dbapi/errors.hpp>
#include <string>

using dbapi::ErrorClass;
using dbapi::ErrorDetails;
using dbapi::driver::error_class_of;

namespace {

struct Row {
    const char* sqlstate;
    ErrorClass error_class;
};

// A row a prefix of the table, then codes that are found by a shorter prefix.
constexpr Row rows[] = {
    {"08001", ErrorClass::operational_error},
    {"08004", ErrorClass::operational_error},
    {"08007", ErrorClass::ambiguous_commit},
    {"08P01", ErrorClass::operational_error},
    {"23502", ErrorClass::not_null_violation},
    {"23503", ErrorClass::foreign_key_violation},
    {"23505", ErrorClass::unique_violation},
    {"23514", ErrorClass::check_violation},
    {"40000", ErrorClass::transaction_rolled_back},
    {"40001", ErrorClass::serialization_failure},
    {"40003", ErrorClass::ambiguous_commit},
    {"40P01", ErrorClass::serialization_failure},
    {"57014", ErrorClass::query_canceled},
    {"57P01", ErrorClass::connection_lost},
    {"57P02", ErrorClass::connection_lost},
    {"57P03", ErrorClass::connection_lost},
    {"57P05", ErrorClass::connection_lost},
    {"CR000", ErrorClass::serialization_failure},
    {"07001", ErrorClass::programming_error},
    {"08000", ErrorClass::connection_lost},
    {"08003", ErrorClass::connection_lost},
    {"08006", ErrorClass::connection_lost},
    {"0A000", ErrorClass::not_supported_error},
    {"20000", ErrorClass::programming_error},
    {"21000", ErrorClass::programming_error},
    {"22000", ErrorClass::data_error},
    {"22003", ErrorClass::data_error},
    {"22012", ErrorClass::data_error},
    {"22P02", ErrorClass::data_error},
    {"23000", ErrorClass::integrity_error},
    {"23001", ErrorClass::integrity_error},
    {"23P01", ErrorClass::integrity_error},
    {"24000", ErrorClass::internal_error},
    {"25001", ErrorClass::internal_error},
    {"25P02", ErrorClass::internal_error},
    {"26000", ErrorClass::programming_error},
    {"28000", ErrorClass::operational_error},
    {"28P01", ErrorClass::operational_error},
    {"2B000", ErrorClass::internal_error},
    {"2D000", ErrorClass::internal_error},
    {"2F005", ErrorClass::internal_error},
    {"38000", ErrorClass::internal_error},
    {"39000", ErrorClass::internal_error},
    {"3B001", ErrorClass::internal_error},
    {"34000", ErrorClass::programming_error},
    {"3D000", ErrorClass::programming_error},
    {"3F000", ErrorClass::programming_error},
    {"40002", ErrorClass::operational_error},
    {"42601", ErrorClass::programming_error},
    {"42703", ErrorClass::programming_error},
    {"42P01", ErrorClass::programming_error},
    {"44000", ErrorClass::programming_error},
    {"53100", ErrorClass::operational_error},
    {"53300", ErrorClass::operational_error},
    {"54000", ErrorClass::operational_error},
    {"55P03", ErrorClass::operational_error},
    {"57000", ErrorClass::operational_error},
    {"58030", ErrorClass::operational_error},
    {"F0000", ErrorClass::operational_error},
    {"HV000", ErrorClass::operational_error},
    {"P0001", ErrorClass::programming_error},
    {"XX000", ErrorClass::internal_error},
    {"XXUUU", ErrorClass::internal_error},
    // Nothing is known about these.
    {"00000", ErrorClass::database_error},
    {"01000", ErrorClass::database_error},
    {"02000", ErrorClass::database_error},
    {"ZZ999", ErrorClass::database_error},
    {"CR001", ErrorClass::database_error},
};

}  // namespace

TEST_CASE("every row of the table gives its class") {
    for (const auto& row : rows) {
        const auto state = row.sqlstate;
        const auto error_class = row.error_class;
        CAPTURE(state);
        CHECK(to_string(error_class_of(state)) == to_string(error_class));
    }
    CHECK(error_class_of({}) == ErrorClass::database_error);
}

TEST_CASE("an error thrown by its SQLSTATE is of the table's class and keeps its details") {
    for (const auto& row : rows) {
        const auto state = row.sqlstate;
        const auto error_class = row.error_class;
        CAPTURE(state);
        try {
            dbapi::driver::throw_sqlstate_error(
                "a message",
                ErrorDetails{.sqlstate = state, .diagnostics = {.hint = "a hint"}, .native_code = 7});
        } catch (const dbapi::DatabaseError& error) {
            CHECK(error.error_class() == error_class);
            CHECK(error.sqlstate() == state);
            CHECK(error.diagnostics().hint == "a hint");
            CHECK(error.native_code() == 7);
            CHECK(error.is_connection_usable());
            CHECK(std::string(error.what()) == "a message");
        }
    }
}

TEST_CASE("what can be run again and what nobody knows follow from the SQLSTATE") {
    struct {
        const char* sqlstate;
        bool retryable;
        bool outcome_unknown;
        bool committed = false;
    } const facts[] = {
        {"40001", true, false},  {"40P01", true, false},        {"CR000", true, false},
        {"40003", false, true},  {"08007", false, true},        {"23505", false, false},
        {"08006", false, false}, {"40000", false, false},       {"", false, false},
        {"XX000", false, false}, {"XXA00", false, false, true},
    };
    for (const auto& fact : facts) {
        CAPTURE(fact.sqlstate);
        try {
            dbapi::driver::throw_sqlstate_error("m", ErrorDetails{.sqlstate = fact.sqlstate});
        } catch (const dbapi::Error& error) {
            CHECK(error.is_retryable() == fact.retryable);
            CHECK(error.is_outcome_unknown() == fact.outcome_unknown);
            CHECK(error.is_committed() == fact.committed);
        }
    }
    // A driver that knows more is believed.
    CHECK_THROWS_AS(dbapi::driver::throw_sqlstate_error("m", {.sqlstate = "08006", .outcome_unknown = true}),
                    dbapi::ConnectionLost);
}

TEST_CASE("an error is thrown as any class by the class's name, but never as a warning") {
    for (int i = 0; i <= static_cast<int>(ErrorClass::check_violation); ++i) {
        const auto wanted = static_cast<ErrorClass>(i);
        CAPTURE(to_string(wanted));
        try {
            dbapi::driver::throw_error(wanted, "a message", {.sqlstate = "12345"});
        } catch (const dbapi::Error& error) {
            CHECK(error.error_class() == (wanted == ErrorClass::warning ? ErrorClass::error : wanted));
            CHECK(error.sqlstate() == "12345");
        }
    }
}
