// SPDX-License-Identifier: BSL-1.0
//
// connect(): which driver is taken, what the connection inherits, and that no dsn is repeated in an error.
#include <doctest/doctest.h>

#include <array>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using namespace std::chrono_literals;

namespace {

/// A driver that takes whatever begins with its letter, and says what it was given.
class LetterDriver final : public Driver {
 public:
    explicit LetterDriver(char letter) : letter_(letter) {}
    mutable std::vector<ConnectOptions> seen{};
    mutable std::vector<bool> had_deadline{};

 private:
    std::string_view do_name() const noexcept override { return {&letter_, 1}; }
    std::span<const std::string_view> do_schemes() const noexcept override { return {}; }
    bool do_accepts(std::string_view dsn) const noexcept override { return dsn.starts_with(letter_); }
    std::shared_ptr<Connection> do_connect(const ConnectOptions& options, Deadline deadline) const override {
        seen.push_back(options);
        had_deadline.push_back(!deadline.is_never());
        throw OperationalError("refused");
    }
    char letter_;
};

}  // namespace

TEST_CASE("the first driver that accepts the dsn is taken") {
    const LetterDriver first('a');
    const LetterDriver second('a');
    const testing::FakeDriver fake;
    const std::array<const Driver*, 3> drivers{&first, &fake, &second};
    CHECK_THROWS_WITH_AS((void)connect(ConnectOptions{.dsn = "a:x"}, drivers), "refused", OperationalError);
    CHECK(first.seen.size() == 1);
    CHECK(second.seen.empty());
    CHECK(connect(ConnectOptions{.dsn = "mock:x"}, drivers)->driver_name() == "fake");
}

TEST_CASE(
    "an unknown scheme throws ProgrammingError that names the known ones and repeats nothing of the dsn") {
    const testing::FakeDriver fake;
    const LetterDriver letter('a');
    const std::array<const Driver*, 2> drivers{&fake, &letter};
    for (const std::string dsn :
         {"oracle://ann:secret@db/bank", "secret", "", ":secret", "FAKE:secret", "host=db password=secret"}) {
        CAPTURE(dsn);
        try {
            (void)connect(ConnectOptions{.dsn = dsn, .password = "secret"}, drivers);
            FAIL("connected");
        } catch (const ProgrammingError& error) {
            CHECK(std::string(error.what()) ==
                  "no driver takes this URL; the known schemes are fake:, mock:");
        }
    }
    CHECK_THROWS_AS((void)connect(ConnectOptions{.dsn = "fake:"}, std::span<const Driver* const>()),
                    ProgrammingError);
}

TEST_CASE("options reach the driver raw") {
    const LetterDriver driver('a');
    const ConnectOptions options{.dsn = "a:",
                                 .user = "ann",
                                 .password = "p@ss%word",
                                 .host = "db",
                                 .database = "bank",
                                 .timeout = 5s,
                                 .application_name = "test",
                                 .parameters = {{"sslmode", "disable"}}};
    CHECK_THROWS_AS((void)driver.connect(options), OperationalError);
    CHECK_THROWS_AS((void)driver.connect("a:no options"), OperationalError);
    REQUIRE(driver.seen.size() == 2);
    CHECK(driver.seen[0].user == "ann");
    CHECK(driver.seen[0].password == "p@ss%word");
    CHECK(driver.seen[0].parameters.at("sslmode") == "disable");
    CHECK(driver.seen[1].dsn == "a:no options");
    CHECK(driver.had_deadline == std::vector<bool>{true, false});
}

TEST_CASE(
    "the connection inherits autocommit, timeout and style, and a cursor inherits from the connection") {
    const testing::FakeDriver driver;
    const auto plain = driver.connect("fake:");
    CHECK_FALSE(plain->autocommit());
    CHECK(plain->timeout() == 0ms);
    CHECK(plain->paramstyle() == ParamStyle::automatic);
    CHECK(plain->transaction_options() == TransactionOptions{});

    const auto conn =
        driver.connect({.dsn = "fake:", .autocommit = true, .timeout = 7s, .paramstyle = ParamStyle::format});
    CHECK(conn->autocommit());
    CHECK(conn->timeout() == 7s);
    const auto cur = conn->cursor();
    CHECK(cur->paramstyle() == ParamStyle::format);
    CHECK(cur->timeout() == 7s);
    CHECK(cur->arraysize() == 1);
    conn->set_paramstyle(ParamStyle::named);
    conn->set_timeout(9s);
    CHECK(cur->paramstyle() == ParamStyle::format);
    CHECK(cur->timeout() == 9s);

    const auto own = conn->cursor({.arraysize = 50, .paramstyle = ParamStyle::qmark, .timeout = 1s});
    CHECK(own->arraysize() == 50);
    CHECK(own->paramstyle() == ParamStyle::qmark);
    CHECK(own->timeout() == 1s);
}

TEST_CASE("what the features deny throws NotSupportedError") {
    testing::FakeDriver driver;
    driver.features = {};
    const auto conn = driver.connect("fake:");
    CHECK_THROWS_AS((void)conn->cursor({.stream = true}), NotSupportedError);
    CHECK_THROWS_AS((void)conn->cursor({.name = "c"}), NotSupportedError);
    CHECK_THROWS_AS(conn->cancel(), NotSupportedError);
    CHECK_THROWS_AS(conn->set_transaction_options({.read_only = true}), NotSupportedError);
    CHECK_THROWS_AS(conn->execute("A; B"), NotSupportedError);
    CHECK_NOTHROW(conn->set_transaction_options({.read_only = false}));
    CHECK(conn->features() == Features{});
}
