// SPDX-License-Identifier: BSL-1.0
//
// Values at the edge of what SQLite and the driver can hold: too large ones are refused and leave the
// connection as it was, and every byte of a text counts.
#include <doctest/doctest.h>
#include <sys/mman.h>

#include <cmath>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "fixtures.hpp"

using dbapi::Binary;
using dbapi::Value;
using fixtures::caught;
using fixtures::memory;

namespace {

/// So many zero bytes, of which none is there before somebody looks at it.
class ZeroPages {
 public:
    explicit ZeroPages(std::size_t size)
        : size_(size),
          pages_(mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
        if (pages_ == MAP_FAILED) throw std::runtime_error("no address space");
    }
    ZeroPages(const ZeroPages&) = delete;
    ZeroPages& operator=(const ZeroPages&) = delete;
    ~ZeroPages() { munmap(pages_, size_); }

    [[nodiscard]] std::string_view text(std::size_t size) const {
        return {static_cast<const char*>(pages_), size};
    }
    [[nodiscard]] std::span<const std::byte> bytes(std::size_t size) const {
        return {static_cast<const std::byte*>(pages_), size};
    }

 private:
    std::size_t size_;
    void* pages_;
};

constexpr std::size_t most_bytes = 0x7fff'ffff;  // more than SQLite takes with its default limit of 10^9

struct Fixture {
    std::shared_ptr<dbapi::Connection> connection = memory();
    Fixture() {
        connection->execute("CREATE TABLE t (a BLOB)");
        connection->execute("INSERT INTO t VALUES (1)");
    }

    /// Whether the transaction is still open with what it had, and takes more.
    void check_usable() {
        CHECK(connection->transaction_status() == dbapi::TransactionStatus::active);
        CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 1);
        connection->commit();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a text or blob beyond SQLite's limit is refused before it is copied") {
    const ZeroPages pages(most_bytes);
    for (const std::size_t size : {std::size_t{1'000'000'001}, most_bytes}) {
        for (const bool as_text : {true, false}) {
            CAPTURE(size);
            CAPTURE(as_text);
            const auto error = caught([&] {
                if (as_text) {
                    connection->execute("INSERT INTO t VALUES (?)", pages.text(size));
                } else {
                    connection->execute("INSERT INTO t VALUES (?)", pages.bytes(size));
                }
            });
            CHECK(error.error_class == "OperationalError");
            CHECK(error.sqlstate == "54000");
            CHECK(error.message.find("too big") != std::string::npos);
            CHECK(error.details.connection_usable);
        }
    }
    check_usable();
}

TEST_CASE_FIXTURE(Fixture, "a value of 2^31 bytes is refused without asking SQLite") {
    const ZeroPages pages(most_bytes + 1);
    const auto error =
        caught([&] { connection->execute("INSERT INTO t VALUES (?)", pages.text(most_bytes + 1)); });
    CHECK(error.error_class == "OperationalError");
    CHECK(error.sqlstate == "54000");
    check_usable();
}

TEST_CASE_FIXTURE(Fixture, "a value that grows too large inside a statement is refused") {
    for (const std::string sql :
         {"SELECT zeroblob(1000000001)", "INSERT INTO t VALUES (zeroblob(1000000001))",
          "SELECT a FROM t UNION ALL SELECT zeroblob(1000000001) FROM t"}) {
        CAPTURE(sql);
        const auto error = caught([&] { connection->execute(sql); });
        CHECK(error.error_class == "OperationalError");
        CHECK(error.sqlstate == "54000");
        CHECK(error.details.connection_usable);
    }
    check_usable();
}

TEST_CASE_FIXTURE(Fixture, "executemany with a value that is too large ends there") {
    const ZeroPages pages(most_bytes);
    const std::vector<std::tuple<std::string_view>> rows = {{"x"}, {pages.text(most_bytes)}, {"y"}};
    connection->commit();
    connection->set_autocommit(true);
    CHECK(caught([&] { connection->cursor()->executemany("INSERT INTO t VALUES (?)", rows); }).sqlstate ==
          "54000");
    CHECK(connection->transaction_status() == dbapi::TransactionStatus::idle);
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a value that spans many pages comes back whole") {
    std::string text(3'000'000, 'x');
    text[1'500'000] = '\0';
    connection->execute("UPDATE t SET a = ?", text);
    CHECK(connection->execute("SELECT a FROM t").scalar<std::string>() == text);
    const Binary blob{std::string_view(text)};
    connection->execute("UPDATE t SET a = ?", blob);
    CHECK(connection->execute("SELECT a FROM t").scalar<Binary>() == blob);
}

TEST_CASE("every byte of a text comes back, NUL and what is no UTF-8 included") {
    const std::string texts[] = {
        std::string(1, '\0'),
        std::string("a\0b", 3),
        std::string("\0\0x\0", 4),
        "it's \"quoted\" `so` [and] \\so\\",
        "grün € \U0001F600",
        "\xEF\xBB\xBFwith a mark in front",
        "\xff\xfe",
        "\xc3",              // half of a character
        "\xed\xa0\x80",      // half of a surrogate pair
        "\xf4\x90\x80\x80",  // beyond the last character
        "\xc0\x80",          // NUL, written too long
    };
    const auto connection = memory();
    for (const std::string declared : {"TEXT", "", "STRING", "TIMESTAMP", "JSON"}) {
        connection->execute("DROP TABLE IF EXISTS t");
        connection->execute("CREATE TABLE t (a " + declared + ")");
        for (const std::string& text : texts) {
            CAPTURE(declared);
            CAPTURE(text);
            connection->execute("DELETE FROM t");
            connection->execute("INSERT INTO t VALUES (?)", text);
            CHECK(connection->execute("SELECT a FROM t").scalar<std::string>() == text);
            CHECK(connection->execute("SELECT CAST(a AS BLOB) FROM t").scalar<Binary>().view() == text);
            CHECK(connection->execute("SELECT ?", text).scalar<std::string>() == text);
        }
    }
}

TEST_CASE("an UTF-16 database keeps NUL and all characters, and replaces what is none") {
    const auto connection = memory({.autocommit = true});
    connection->execute("PRAGMA encoding = 'UTF-16'");
    connection->execute("CREATE TABLE t (a TEXT)");
    const struct {
        std::string given;
        std::string back;
    } cases[] = {
        {std::string("a\0b", 3), std::string("a\0b", 3)},
        {"grün € \U0001F600", "grün € \U0001F600"},
        {"\xff!", "\uFFFD!"},
    };
    for (const auto& test : cases) {
        CAPTURE(test.given);
        connection->execute("DELETE FROM t");
        connection->execute("INSERT INTO t VALUES (?)", test.given);
        CHECK(connection->execute("SELECT a FROM t").scalar<std::string>() == test.back);
    }
}

TEST_CASE("empty strings, empty blobs and NULL stay three different things") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
    const std::vector<Value> values = {"", Binary(std::string_view()), dbapi::null};
    for (const Value& value : values) connection->execute("INSERT INTO t (a) VALUES (?)", value);
    std::size_t i = 0;
    for (const auto& back : connection->execute("SELECT a FROM t ORDER BY id").rows<Value>()) {
        CHECK(back.kind() == values[i].kind());
        CHECK(back == values[i++]);
    }
    CHECK(i == 3);
    for (const Value& value : values) {
        CHECK(connection->execute("SELECT ?", value).scalar<Value>() == value);
    }
}

TEST_CASE("NaN is refused wherever it stands, and nothing of its statement is executed") {
    const auto connection = memory({.autocommit = true});
    connection->execute("CREATE TABLE t (a REAL, b TEXT)");
    const std::vector<std::vector<Value>> rows = {{1.5, "a"}, {std::nan(""), "b"}};
    CHECK(caught([&] { connection->execute("INSERT INTO t VALUES (?, 'x')", std::nan("")); }).sqlstate ==
          "22003");
    CHECK(caught([&] {
              connection->execute("INSERT INTO t VALUES (:a, 'x')", {{"a", std::nanf("")}});
          }).sqlstate == "22003");
    CHECK(caught([&] { connection->cursor()->executemany("INSERT INTO t VALUES (?, ?)", rows); }).sqlstate ==
          "22003");
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "a statement that leaves rows behind when it fails is not run again list by list") {
    connection->execute("CREATE TABLE kept(x NOT NULL ON CONFLICT FAIL)");
    connection->commit();
    const std::vector<std::optional<int>> lists = {1, 2, std::nullopt, 4};
    const auto error = caught([&] { connection->executemany("INSERT INTO kept VALUES (?)", lists); });
    CHECK(error.error_class == "NotNullViolation");
    CHECK(connection->execute("SELECT count(*) FROM kept").scalar<int>() == 2);
}
