// SPDX-License-Identifier: BSL-1.0
//
// A program that wants one driver alone, and links nothing of the others.
#include <array>
#include <dbapi/dbapi.hpp>
#include <dbapi/sqlite/driver.hpp>
#include <iostream>

int main() {
    const std::array<const dbapi::Driver*, 1> drivers{&dbapi::sqlite::driver()};
    const auto conn = dbapi::connect({.dsn = "sqlite::memory:"}, drivers);
    try {
        conn->execute("SELECT nothing");
    } catch (const dbapi::ProgrammingError&) {
        std::cout << conn->execute("SELECT 3").scalar<int>() << " ann\n";
    }
}
