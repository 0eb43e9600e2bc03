// SPDX-License-Identifier: BSL-1.0
//
// Our exceptions are caught by their class on either side of a library that was loaded with RTLD_LOCAL.
#include <doctest/doctest.h>

#include <dlfcn.h>

#include <array>
#include <dbapi/errors.hpp>
#include <exception>
#include <string>
#include <typeinfo>

namespace {

/// The library, which is never unloaded: its exceptions outlive any handle on it.
void* plugin() {
    static void* const handle = dlopen(DBAPI_TEST_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    return handle;
}

template <class Function>
Function find(const char* name) {
    REQUIRE_MESSAGE(plugin() != nullptr, dlerror());
    auto* const symbol = dlsym(plugin(), name);
    REQUIRE(symbol != nullptr);
    return reinterpret_cast<Function>(symbol);
}

using Throw = void (*)();
using Catch = int (*)(void (*)(), char*, unsigned);
using Pass = void (*)(void (*)());

}  // namespace

TEST_CASE("an exception of the library is caught by its class, its bases, and with all it carries") {
    const auto plugin_throw = find<Throw>("plugin_throw");
    CHECK_THROWS_AS(plugin_throw(), dbapi::UniqueViolation);
    CHECK_THROWS_AS(plugin_throw(), dbapi::IntegrityError);
    CHECK_THROWS_AS(plugin_throw(), dbapi::DatabaseError);
    CHECK_THROWS_AS(plugin_throw(), std::exception);
    try {
        plugin_throw();
    } catch (const dbapi::OperationalError&) {
        FAIL("taken for another class");
    } catch (const dbapi::Error& error) {
        CHECK(error.error_class() == dbapi::ErrorClass::unique_violation);
        CHECK(error.sqlstate() == "23505");
        CHECK(error.diagnostics().constraint == "accounts_pkey");
        CHECK(error.native_code() == 2067);
        CHECK(std::string(error.what()) == "there already");
        CHECK(dynamic_cast<const dbapi::UniqueViolation*>(&error) != nullptr);
        CHECK(dynamic_cast<const dbapi::NotNullViolation*>(&error) == nullptr);
        CHECK(typeid(error) == typeid(dbapi::UniqueViolation));
    }
}

TEST_CASE("an exception of the library can be kept, copied and thrown again") {
    std::exception_ptr kept;
    try {
        find<Throw>("plugin_throw")();
    } catch (...) {
        kept = std::current_exception();
    }
    CHECK_THROWS_AS(std::rethrow_exception(kept), dbapi::UniqueViolation);
    const dbapi::IntegrityError copy = [] {
        try {
            find<Throw>("plugin_throw")();
        } catch (const dbapi::IntegrityError& error) {
            return error;
        }
        return dbapi::IntegrityError("nothing");
    }();
    CHECK(copy.sqlstate() == "23505");
}

TEST_CASE("an exception of the program is caught in the library by a base class") {
    const auto plugin_catch = find<Catch>("plugin_catch");
    std::array<char, 64> text{};
    const auto seen = [&](void (*program)()) { return plugin_catch(program, text.data(), text.size()); };
    CHECK(seen([] { throw dbapi::UniqueViolation("of the program"); }) ==
          static_cast<int>(dbapi::ErrorClass::unique_violation));
    CHECK(std::string(text.data()) == "of the program");
    CHECK(seen([] { throw dbapi::IntegrityError("m"); }) ==
          static_cast<int>(dbapi::ErrorClass::integrity_error));
    CHECK(seen([] { throw dbapi::ConnectionLost("m"); }) == -1);
    CHECK(seen([] { throw dbapi::Warning("m"); }) == -2);
    CHECK(seen([] {}) == 0);
}

TEST_CASE("an exception of the program passes through the library") {
    const auto plugin_pass = find<Pass>("plugin_pass");
    CHECK_THROWS_AS(plugin_pass([] { throw dbapi::CheckViolation("m"); }), dbapi::CheckViolation);
}
