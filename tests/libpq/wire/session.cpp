// SPDX-License-Identifier: BSL-1.0
//
// The session, and main(): without a server the tests skip.
#define DOCTEST_CONFIG_IMPLEMENT
#include "libpq/wire/session.hpp"

#include <doctest/doctest.h>
#include <libpq-fe.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>

namespace testing {
namespace {

constexpr int skipped = 77;  // what CTest is told to take for a skip

const char* url() { return std::getenv("DBAPI_TEST_POSTGRESQL_URL"); }

dbapi::libpq::ResultHandle checked(PGresult* result) {
    dbapi::libpq::ResultHandle owned(result);
    const auto status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(PQresultErrorMessage(result));
    return owned;
}

std::string field(const PGresult* result, int row) {
    return {PQgetvalue(result, row, 0), static_cast<std::size_t>(PQgetlength(result, row, 0))};
}

}  // namespace

Session::Session() : connection_(PQconnectdb(url())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(connection_.get()));
}

void Session::run(const std::string& sql) { checked(PQexec(connection_.get(), sql.c_str())); }

std::vector<std::string> Session::fetch(const std::string& sql, Format format) {
    const auto result = checked(PQexecParams(connection_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr,
                                             nullptr, format == Format::binary ? 1 : 0));
    const int rows = PQntuples(result.get());
    std::vector<std::string> values;
    values.reserve(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) values.push_back(field(result.get(), row));
    return values;
}

std::string Session::echo(std::uint32_t type, std::string_view bytes) {
    const char* const value = bytes.data();
    const int length = static_cast<int>(bytes.size());
    const int binary = 1;
    const auto result =
        checked(PQexecParams(connection_.get(), "SELECT $1", 1, &type, &value, &length, &binary, 0));
    return field(result.get(), 0);
}

std::string Session::status(const char* name) const { return PQparameterStatus(connection_.get(), name); }

}  // namespace testing

int main(int argc, char** argv) {
    if (!testing::url()) {
        std::cout << "skipped: DBAPI_TEST_POSTGRESQL_URL is not set\n";
        return testing::skipped;
    }
    doctest::Context context(argc, argv);
    return context.run();
}
