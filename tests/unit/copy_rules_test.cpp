// SPDX-License-Identifier: BSL-1.0
//
// What the core makes of COPY for a driver that has none.
#include <doctest/doctest.h>

#include <dbapi/driver/copying.hpp>
#include <memory>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;

namespace {

void check_refused(testing::FakeDriver& driver) {
    const auto conn = driver.connect({.dsn = "fake:"});
    static_cast<void>(driver.take_calls());
    std::istringstream in("1\n");
    std::ostringstream out;
    CHECK_THROWS_AS(conn->copy_in({"t"}, {{1}}), NotSupportedError);
    CHECK_THROWS_AS(conn->copy_in("COPY t FROM STDIN", in), NotSupportedError);
    CHECK_THROWS_AS(conn->copy_in("COPY t FROM STDIN", [] { return ""; }), NotSupportedError);
    CHECK_THROWS_AS(conn->copy_out("SELECT 1"), NotSupportedError);
    CHECK_THROWS_AS(conn->copy_out(CopyTable{"t"}), NotSupportedError);
    CHECK_THROWS_AS(conn->copy_out("COPY t TO STDOUT", out), NotSupportedError);
    CHECK_THROWS_AS(conn->copy_out("COPY t TO STDOUT", [](std::string_view) {}), NotSupportedError);
}

}  // namespace

TEST_CASE("a driver whose features have no COPY is not asked for it, nor is a transaction begun") {
    testing::FakeDriver driver;
    check_refused(driver);
    CHECK(driver.calls().empty());
}

TEST_CASE("the hooks of a driver that promises COPY and has none throw NotSupportedError") {
    testing::FakeDriver driver;
    driver.features.copy = true;
    driver.features.copy_binary = true;
    check_refused(driver);
}

TEST_CASE("the meter tells progress by rows or bytes, whichever comes first, and at the end") {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
    const CopyOptions options{
        .progress = [&](const CopyProgress& progress) { told.emplace_back(progress.rows, progress.bytes); },
        .every_rows = 3,
        .every_bytes = 100};
    driver::CopyMeter meter(options);
    for (int i = 0; i < 4; ++i) meter.add(1, 10);
    meter.add(1, 200);
    meter.add(1, 1);
    meter.add(1, 1);
    meter.finish();
    CHECK(told == decltype(told){{3, 30}, {5, 240}, {7, 242}});
}

TEST_CASE("streams are read and written piece by piece, and their failures are InterfaceErrors") {
    std::istringstream in(std::string(200'000, 'x'));
    detail::StreamSource source(in);
    std::size_t size = 0;
    for (auto piece = source.next(); !piece.empty(); piece = source.next()) size += piece.size();
    CHECK(size == 200'000);
    CHECK(source.next().empty());
    std::istringstream bad("x");
    bad.setstate(std::ios::badbit);
    detail::StreamSource bad_source(bad);
    CHECK_THROWS_AS(static_cast<void>(bad_source.next()), InterfaceError);
    std::ostringstream out;
    detail::StreamSink sink(out);
    sink.put("ab");
    sink.put("c");
    CHECK(out.str() == "abc");
    out.setstate(std::ios::failbit);
    CHECK_THROWS_AS(sink.put("d"), InterfaceError);
}
