// SPDX-License-Identifier: BSL-1.0
//
// What exceptions_test loads: a library with hidden visibility that throws our exceptions, and catches the
// program's.
#include <dbapi/errors.hpp>
#include <exception>
#include <string>

#define PLUGIN_EXPORT extern "C" __attribute__((visibility("default")))

/// Throws an exception for the program to catch.
PLUGIN_EXPORT void plugin_throw() {
    throw dbapi::UniqueViolation("there already",
                                 dbapi::ErrorDetails{.sqlstate = dbapi::sqlstate::unique_violation,
                                                     .diagnostics = {.constraint = "accounts_pkey"},
                                                     .native_code = 2067});
}

/// Calls the program and returns which class it was that it threw, as this library sees it; what() goes to
/// `text`.
PLUGIN_EXPORT int plugin_catch(void (*program)(), char* text, unsigned size) {
    int seen = 0;
    try {
        program();
    } catch (const dbapi::IntegrityError& error) {
        std::string(error.what()).copy(text, size - 1);
        seen = static_cast<int>(error.error_class());
    } catch (const dbapi::Error&) {
        seen = -1;
    } catch (const std::exception&) {
        seen = -2;
    }
    return seen;
}

/// Lets the program's exception pass through frames of this library.
PLUGIN_EXPORT void plugin_pass(void (*program)()) {
    const std::string something_to_destroy(100, 'x');
    program();
}
