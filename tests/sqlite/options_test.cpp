// SPDX-License-Identifier: BSL-1.0
//
// URLs and options: what they open, what they set, and what is refused.
#include <doctest/doctest.h>

#include <dbapi/features.hpp>
#include <map>
#include <string>
#include <vector>

#include "fixtures.hpp"

using fixtures::caught;
using fixtures::memory;
using fixtures::TemporaryDirectory;

namespace {

std::string pragma(dbapi::Connection& connection, const std::string& name) {
    return connection.execute("PRAGMA " + name).scalar<std::string>();
}

class WorkingDirectory {
 public:
    explicit WorkingDirectory(const std::filesystem::path& path) : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(path);
    }
    WorkingDirectory(const WorkingDirectory&) = delete;
    WorkingDirectory& operator=(const WorkingDirectory&) = delete;
    ~WorkingDirectory() {
        std::error_code ignored;
        std::filesystem::current_path(before_, ignored);
    }

 private:
    std::filesystem::path before_;
};

}  // namespace

TEST_CASE("the driver knows its scheme") {
    const auto& driver = dbapi::sqlite::driver();
    CHECK(driver.name() == "sqlite");
    CHECK(driver.accepts("sqlite::memory:"));
    CHECK_FALSE(driver.accepts("postgresql://localhost"));
    CHECK(driver.threadsafety() == dbapi::ThreadSafety::connection);
    CHECK(memory()->driver_name() == "sqlite");
}

TEST_CASE("a URL without a file is a database in memory") {
    for (const std::string dsn : {"sqlite::memory:", "sqlite://", "sqlite:///:memory:"}) {
        CAPTURE(dsn);
        const TemporaryDirectory directory;
        const WorkingDirectory here(directory.path());
        const auto connection = memory({.dsn = dsn});
        connection->execute("CREATE TABLE t (a)");
        connection->commit();
        CHECK(std::filesystem::is_empty(directory.path()));
    }
}

TEST_CASE("a URL names a file by a relative or an absolute path") {
    const TemporaryDirectory directory;
    const WorkingDirectory here(directory.path());
    const struct {
        std::string dsn;
        std::string file;
    } cases[] = {
        {"sqlite:///relative.db", "relative.db"},
        {"sqlite:bare.db", "bare.db"},
        {"sqlite:" + directory.file("plain.db"), "plain.db"},
        {"sqlite:///" + directory.file("absolute.db"), "absolute.db"},
        {"sqlite:///a%20blank%3F.db", "a blank?.db"},
        {"sqlite:file:not-a-uri.db", "file:not-a-uri.db"},
        {"sqlite::odd", ":odd"},
    };
    for (const auto& test : cases) {
        CAPTURE(test.dsn);
        const auto connection = memory({.dsn = test.dsn});
        connection->execute("CREATE TABLE t (a)");
        connection->commit();
        CHECK(std::filesystem::exists(directory.path() / test.file));
    }
}

TEST_CASE("the option database replaces the path, and is not decoded") {
    const TemporaryDirectory directory;
    const WorkingDirectory here(directory.path());
    for (const std::string dsn : {"sqlite:", "sqlite:///other.db", "sqlite::memory:", ""}) {
        CAPTURE(dsn);
        memory({.dsn = dsn.empty() ? "sqlite:" : dsn, .database = "50%41?.db"});
        CHECK(std::filesystem::exists(directory.path() / "50%41?.db"));
        std::filesystem::remove(directory.path() / "50%41?.db");
        CHECK_FALSE(std::filesystem::exists(directory.path() / "other.db"));
    }
    dbapi::ConnectOptions without_dsn;
    without_dsn.database = ":memory:";
    CHECK(dbapi::sqlite::driver().connect(without_dsn)->is_usable());
}

TEST_CASE("the defaults are foreign keys on, double-quoted strings off, five seconds, deferred") {
    const auto connection = memory();
    CHECK(pragma(*connection, "foreign_keys") == "1");
    CHECK(caught([&] { connection->execute("SELECT \"no such column\""); }).sqlstate == "42703");
    CHECK(caught([&] { connection->execute("CREATE TABLE t (a, CHECK (a <> \"x\"))"); }).sqlstate == "42703");
    const dbapi::Features expected{.transactions = true,
                                   .transactional_ddl = true,
                                   .savepoints = true,
                                   .multiple_statements = true,
                                   .streaming = true,
                                   .cancel = true,
                                   .timeout = true,
                                   .lastrowid = true};
    CHECK(connection->features() == expected);
}

TEST_CASE("parameters come from the URL and from the options, which win") {
    const TemporaryDirectory directory;
    CHECK(pragma(*memory({.dsn = "sqlite::memory:?foreign_keys=off"}), "foreign_keys") == "0");
    CHECK(pragma(*memory({.parameters = {{"foreign_keys", "off"}}}), "foreign_keys") == "0");
    CHECK(pragma(*memory({.dsn = "sqlite::memory:?foreign_keys=off", .parameters = {{"foreign_keys", "on"}}}),
                 "foreign_keys") == "1");
    for (const std::string mode : {"delete", "wal", "truncate", "memory", "off", "persist"}) {
        CAPTURE(mode);
        const auto connection = memory({.dsn = directory.url(mode + ".db", "?journal_mode=" + mode)});
        CHECK(pragma(*connection, "journal_mode") == mode);
    }
}

TEST_CASE("mode decides whether a file is made and written") {
    const TemporaryDirectory directory;
    const std::vector<std::string> modes{"ro", "rw"};
    for (const auto& mode : modes) {
        CAPTURE(mode);
        const auto error = caught([&] { memory({.dsn = directory.url("a.db", "?mode=" + mode)}); });
        CHECK(error.error_class == "OperationalError");
        CHECK(error.sqlstate == "08001");
        CHECK(error.message == "cannot open the database: unable to open database file");
    }
    memory({.dsn = directory.url("a.db", "?mode=rwc"), .autocommit = true})->execute("CREATE TABLE t (a)");
    memory({.dsn = directory.url("a.db", "?mode=rw"), .autocommit = true})
        ->execute("INSERT INTO t VALUES (1)");
    const auto reader = memory({.dsn = directory.url("a.db", "?mode=ro"), .autocommit = true});
    CHECK(reader->execute("SELECT a FROM t").scalar<int>() == 1);
    CHECK(caught([&] { reader->execute("DELETE FROM t"); }).sqlstate == "25006");
}

TEST_CASE("a database that cannot be opened as asked is an OperationalError") {
    const TemporaryDirectory directory;
    CHECK(caught([&] { memory({.dsn = directory.url("missing/a.db")}); }).sqlstate == "08001");
    CHECK(caught([&] { memory({.dsn = "sqlite::memory:?journal_mode=wal"}); }).sqlstate == "08001");
    memory({.dsn = directory.url("a.db"), .autocommit = true})->execute("CREATE TABLE t (a)");
    const auto error = caught([&] { memory({.dsn = directory.url("a.db", "?mode=ro&journal_mode=wal")}); });
    CHECK(error.error_class == "OperationalError");
    CHECK(error.sqlstate == "08001");
}

TEST_CASE("what is malformed or unknown is a ProgrammingError that repeats nothing of it") {
    const std::string secret = "hunter2";
    const std::string known = "mode=ro|rw|rwc, busy_timeout=MILLISECONDS, foreign_keys=on|off";
    const struct {
        dbapi::ConnectOptions options;
        bool lists_known;
    } cases[] = {
        {{.dsn = "sqlite:"}, false},
        {{.dsn = "sqlite:///"}, false},
        {{.dsn = "sqlite://hunter2"}, false},
        {{.dsn = "sqlite://user:hunter2@host/file"}, false},
        {{.dsn = "sqlite:///hunter2%zz"}, false},
        {{.dsn = "postgresql://hunter2"}, false},
        {{.dsn = "hunter2"}, false},
        {{.dsn = "sqlite:///a%00hunter2"}, false},
        {{.database = std::string("hunter2\0", 8)}, false},
        {{.user = "hunter2"}, false},
        {{.password = "hunter2"}, false},
        {{.host = "hunter2"}, false},
        {{.dsn = "sqlite::memory:?hunter2=1"}, true},
        {{.dsn = "sqlite::memory:?mode=hunter2"}, true},
        {{.dsn = "sqlite::memory:?mode"}, true},
        {{.dsn = "sqlite::memory:?mode=RO"}, true},
        {{.dsn = "sqlite::memory:?busy_timeout=hunter2"}, true},
        {{.dsn = "sqlite::memory:?busy_timeout="}, true},
        {{.dsn = "sqlite::memory:?busy_timeout=-1"}, true},
        {{.dsn = "sqlite::memory:?busy_timeout=1s"}, true},
        {{.dsn = "sqlite::memory:?busy_timeout=99999999999"}, true},
        {{.dsn = "sqlite::memory:?foreign_keys=hunter2"}, true},
        {{.dsn = "sqlite::memory:?journal_mode=hunter2"}, true},
        {{.dsn = "sqlite::memory:?transaction=hunter2"}, true},
        {{.parameters = {{"hunter2", "1"}}}, true},
        {{.parameters = {{"mode", "hunter2"}}}, true},
    };
    for (const auto& test : cases) {
        CAPTURE(test.options.dsn);
        const auto error = caught([&] { memory(test.options); });
        CAPTURE(error.message);
        CHECK(error.error_class == "ProgrammingError");
        CHECK(error.message.find(secret) == std::string::npos);
        CHECK((error.message.find(known) != std::string::npos) == test.lists_known);
    }
}

TEST_CASE("an application name is ignored") { CHECK(memory({.application_name = "ledger"})->is_usable()); }
