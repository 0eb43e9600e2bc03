// SPDX-License-Identifier: BSL-1.0
//
// From connect options to libpq's keywords.
#include "options.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <dbapi/errors.hpp>
#include <set>
#include <vector>

using namespace dbapi;
using libpq::Keywords;
using libpq::make_target;

namespace {

std::string get(const Keywords& keywords, const char* name) {
    const auto found = keywords.find(name);
    return found == keywords.end() ? "(none)" : found->second;
}

/// The environment of libpq without the variables that matter here.
struct CleanEnvironment {
    CleanEnvironment() {
        for (const char* name : {"PGDATABASE", "PGPORT", "PGHOST", "PGSERVICE", "PGCONNECT_TIMEOUT"})
            unsetenv(name);
    }
};

}  // namespace

TEST_CASE("cockroachdb URLs get CockroachDB's port and database unless somebody names others") {
    const CleanEnvironment clean;
    const auto plain = make_target({.dsn = "cockroachdb://root@localhost?sslmode=disable"});
    CHECK(get(plain.keywords, "port") == "26257");
    CHECK(get(plain.keywords, "dbname") == "defaultdb");
    CHECK(get(plain.keywords, "user") == "root");
    CHECK(get(plain.keywords, "sslmode") == "disable");
    CHECK(get(plain.keywords, "gssencmode") == "disable");
    CHECK(plain.names_database);

    const auto named = make_target({.dsn = "cockroachdb://root@localhost:26258/bank"});
    CHECK(get(named.keywords, "port") == "26258");
    CHECK(get(named.keywords, "dbname") == "bank");

    setenv("PGDATABASE", "fromenv", 1);
    setenv("PGPORT", "1234", 1);
    const auto env = make_target({.dsn = "cockroachdb://root@localhost"});
    CHECK(get(env.keywords, "dbname") == "(none)");
    CHECK(get(env.keywords, "port") == "(none)");
    const CleanEnvironment again;
}

TEST_CASE("whether anybody named a database is known, so that CockroachDB's default can be chosen later") {
    const CleanEnvironment clean;
    CHECK_FALSE(make_target({.dsn = "postgresql://root@localhost:26257?sslmode=disable"}).names_database);
    CHECK(make_target({.dsn = "postgresql://root@localhost:26257/bank"}).names_database);
    CHECK(make_target({.dsn = "host=localhost dbname=bank"}).names_database);
    CHECK(make_target({.dsn = "postgresql://localhost", .database = "bank"}).names_database);
    setenv("PGDATABASE", "bank", 1);
    CHECK(make_target({.dsn = "postgresql://localhost"}).names_database);
    const CleanEnvironment again;
}

TEST_CASE("fields of the options beat the URL, and are taken as they are") {
    const auto target = make_target({.dsn = "postgresql://ann:old@one/first?application_name=a",
                                     .user = "b@b",
                                     .password = "p@ss%word/?",
                                     .host = "two",
                                     .database = "sec/ond",
                                     .application_name = "mine",
                                     .parameters = {{"sslmode", "disable"}}});
    CHECK(get(target.keywords, "user") == "b@b");
    CHECK(get(target.keywords, "password") == "p@ss%word/?");
    CHECK(get(target.keywords, "host") == "two");
    CHECK(get(target.keywords, "dbname") == "sec/ond");
    CHECK(get(target.keywords, "application_name") == "mine");
    CHECK(get(target.keywords, "sslmode") == "disable");
    CHECK(get(target.keywords, "client_encoding") == "UTF8");
}

TEST_CASE("a malformed connection string is a ProgrammingError that repeats nothing of it") {
    for (const char* dsn :
         {"postgresql://ann:s3cret@word@host/db", "postgresql://ann:s3c/ret@host/db",
          "postgresql://ann:s3cret%zz@host/db", "postgresql://ann:s3cret%@host/db",
          "postgresql://ann:s3c?ret@host/db", "postgresql://ann:s3cret@host/db?nonsense=s3cret",
          "host=h password='s3cret", "host=h s3cret", "cockroachdb://ann:s3c/ret@host",
          "postgresql://s3cret:word@host:port/db"}) {
        CAPTURE(dsn);
        try {
            const auto target = make_target({.dsn = dsn});
            FAIL("it was taken");
        } catch (const ProgrammingError& error) {
            CHECK(std::string(error.what()).find("s3c") == std::string::npos);
            CHECK(std::string(error.what()).find("ret") == std::string::npos);
        }
    }
    CHECK_THROWS_AS(
        static_cast<void>(make_target({.dsn = "postgresql://h/d", .parameters = {{"nonsense", "1"}}})),
        ProgrammingError);
}

TEST_CASE("URLs that libpq takes are taken") {
    for (const char* dsn :
         {"postgresql://", "postgresql://host", "postgresql://[::1]:5433/db", "postgres://a,b:5433/db",
          "postgresql:///db?host=/var/run", "postgresql://%2Fvar%2Frun/db", "postgresql://u:p%40@h/db",
          "postgresql://h/db?options=-c%20geqo%3Doff", "host=/tmp port=5433 user='a b'", ""}) {
        CAPTURE(dsn);
        CHECK_NOTHROW(static_cast<void>(make_target({.dsn = dsn})));
    }
}

TEST_CASE("each host of a list is tried by itself") {
    const CleanEnvironment clean;
    const auto three = libpq::split_hosts({{"host", "a,b,c"}, {"port", "1,2,3"}});
    REQUIRE(three.size() == 3);
    CHECK(get(three[1], "host") == "b");
    CHECK(get(three[1], "port") == "2");
    CHECK(get(libpq::split_hosts({{"host", "a,b"}, {"port", "7"}})[1], "port") == "7");
    CHECK(libpq::split_hosts({{"host", "a"}}).size() == 1);
    CHECK(libpq::split_hosts({{"host", "a,b"}, {"port", "1,2,3"}}).size() == 1);
    CHECK(libpq::split_hosts({{"host", "a,b"}, {"target_session_attrs", "prefer-standby"}}).size() == 1);
    setenv("PGHOST", "x,y", 1);
    CHECK(libpq::split_hosts({}).size() == 2);
    const CleanEnvironment again;
}

TEST_CASE("a host has its share of the time, and no more than connect_timeout") {
    const CleanEnvironment clean;
    CHECK(libpq::host_deadline({}, 1, Deadline::never()).is_never());
    const auto limited = libpq::host_deadline({{"connect_timeout", "2"}}, 1, Deadline::never());
    CHECK(limited.remaining_ms() <= 2000);
    CHECK(limited.remaining_ms() > 0);
    const auto share = libpq::host_deadline({}, 4, Deadline::after(std::chrono::seconds(60)));
    CHECK(share.remaining_ms() <= 15000);
    CHECK(libpq::host_deadline({{"connect_timeout", "9"}}, 1, Deadline::after(std::chrono::seconds(1)))
              .remaining_ms() <= 1000);
}

TEST_CASE("the driver's own settings are taken out of a URL's query; the rest is libpq's") {
    using namespace dbapi::libpq;
    Settings settings;
    CHECK(take_settings("postgresql://h/d?format=text&sslmode=disable&prepared_max=7", settings) ==
          "postgresql://h/d?sslmode=disable");
    CHECK(settings.format == Format::text);
    CHECK(settings.prepared_max == 7);
    CHECK(settings.prepare_threshold == 2);
    CHECK(take_settings("postgresql://h/d?prepare_threshold=0", settings) == "postgresql://h/d");
    CHECK_FALSE(settings.prepares());
    CHECK(take_settings("postgresql://h/d", settings) == "postgresql://h/d");
    CHECK(take_settings("host=h password=?format=text", settings) == "host=h password=?format=text");
    CHECK_THROWS_AS(static_cast<void>(take_settings("postgresql://h/?format=sepia", settings)),
                    ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(take_settings("postgresql://h/?prepared_max=-1", settings)),
                    ProgrammingError);
}

TEST_CASE(
    "the nodes of a CockroachDB are tried in random order, the hosts of a PostgreSQL as they are written") {
    const CleanEnvironment clean;
    using libpq::HostOrder;
    CHECK(make_target({.dsn = "cockroachdb://a,b/d"}).settings.host_order == HostOrder::random);
    CHECK(make_target({.dsn = "postgresql://a,b/d"}).settings.host_order == HostOrder::as_written);
    CHECK(make_target({.dsn = "postgresql://a,b/d?load_balance_hosts=random"}).settings.host_order ==
          HostOrder::random);
    CHECK(make_target({.dsn = "cockroachdb://a,b/d", .parameters = {{"load_balance_hosts", "disable"}}})
              .settings.host_order == HostOrder::as_written);
    CHECK_THROWS_AS(static_cast<void>(make_target({.dsn = "postgresql://a/d?load_balance_hosts=often"})),
                    ProgrammingError);

    const std::vector<Keywords> written = {{{"host", "a"}}, {{"host", "b"}}, {{"host", "c"}}};
    auto hosts = written;
    libpq::put_in_order(hosts, HostOrder::as_written);
    CHECK(hosts == written);
    std::set<std::vector<Keywords>> orders;
    for (int i = 0; i < 200; ++i) {
        libpq::put_in_order(hosts, HostOrder::random);
        orders.insert(hosts);
    }
    CHECK(orders.size() == 6);  // with 200 tries one of them is missing once in 10^15 runs
}

TEST_CASE("a peer that is gone is noticed in half a minute or a whole, unless somebody says otherwise") {
    const CleanEnvironment clean;
    const auto plain = make_target({.dsn = "postgresql://h/d"});
    CHECK(get(plain.keywords, "keepalives_idle") == "30");
    CHECK(get(plain.keywords, "tcp_user_timeout") == "30000");
    const auto own = make_target({.dsn = "postgresql://h/d?keepalives_idle=7&tcp_user_timeout=0"});
    CHECK(get(own.keywords, "keepalives_idle") == "7");
    CHECK(get(own.keywords, "tcp_user_timeout") == "0");
    CHECK(get(own.keywords, "keepalives_count") == "3");
    CHECK(get(make_target({.dsn = "service=mine"}).keywords, "keepalives_idle") == "(none)");
}
