// SPDX-License-Identifier: BSL-1.0
//
// Tables of texts in every style and what the database gets: the rules for markers and escapes. They are
// apart from statement_test.cpp because of their length.
#include <doctest/doctest.h>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

using dbapi::ParamStyle;
using dbapi::ProgrammingError;
using dbapi::driver::Statement;
using enum dbapi::ParamStyle;

namespace {

constexpr bool by_name = true;
constexpr bool by_position = false;
constexpr auto error = std::nullopt;  // ProgrammingError is expected
constexpr std::string_view same = "\x01";

struct Row {
    ParamStyle style;
    bool mapping;
    std::string_view text;
    std::optional<std::string_view> sql;  // `same`, what Placeholder::dollar makes of it, or `error`
    std::size_t parameters = 0;
};

auto parse(std::string_view text, ParamStyle style, bool mapping = false) {
    return Statement::parse(text, style, mapping, dbapi::driver::Placeholder::dollar);
}

void check(std::span<const Row> rows) {
    for (const Row& row : rows) {
        CAPTURE(to_string(row.style));
        CAPTURE(row.text);
        if (!row.sql) {
            CHECK_THROWS_AS(static_cast<void>(parse(row.text, row.style, row.mapping)), ProgrammingError);
            continue;
        }
        std::shared_ptr<const Statement> made;
        CHECK_NOTHROW(made = parse(row.text, row.style, row.mapping));
        if (!made) continue;
        CHECK(made->text() == row.text);
        CHECK(made->sql() == (*row.sql == same ? row.text : *row.sql));
        CHECK(made->parameter_count() == row.parameters);
    }
}

}  // namespace

TEST_CASE("nothing inside literals, quoted identifiers and comments is a marker") {
    // Each text holds the markers of all styles where they are plain text, and none elsewhere.
    for (const std::string_view text : {
             "select 'it''s ? $1 :1 :n %s %(n)s'",
             "select ''",
             "select 'a' '?' ' :n'",
             "select 'back\\' || '? :n $1 %s'",
             "select E'\\' ? :n $1 %s'",
             "select e'\\\\' || '?' || E'''\\'? :n'",
             "select E'\\' ?'\n  '\\' ? :n'",
             "select E'a' '\\' || '?'",
             "select b'\\' ? :n $1 %s'",
             "select B'01', '? \\', X'3F', N'? \\', U&'\\003F ?', u&'\\', '?'",
             "select namE'\\', '?'",
             "select 1e'\\', '?'",
             "select $$? :n $1 %s '$$",
             "select $a$ $b$ ? $a :n $$ $1 %s $ $a$",
             "select $_\xc3\xa9"
             "1$ ? $a$ $_\xc3\xa9"
             "1$",
             "select \"weird ? col\", \"a\"\"? :n $1 %s\"",
             "select `weird ? col`, `a``? :n $1 %s`",
             "select 1 -- ? :n $1 %s '\n, 2",
             "select 1 -- ? :n $1 %s '\r, 2",
             "select 1 --",
             "/* ? /* ' */ :n $1 %s */ select 1",
             "/*/ ? */ select 1 /**/ /***/",
             "select '? unterminated",
             "select E'? unterminated \\'",
             "select E'? unterminated \\",
             "select \"? unterminated",
             "select $a$ ? unterminated $b$ $a",
             "select 1 /* ? /* unterminated */",
             "select '12:30:00', '2020-01-01 12:30:00'::timestamp, 'a'::text",
             "select x$1, _$2, \xc3\xa9$1, 1$1, x$$, x$a$",
             "",
             ";",
         }) {
        for (const ParamStyle style : {automatic, qmark, numeric, named, format, pyformat, dollar}) {
            for (const bool mapping : {by_position, by_name})
                check(std::vector<Row>{{style, mapping, text, same}});
        }
    }
}

TEST_CASE("qmark") {
    const Row rows[] = {
        {qmark, by_position, "select ?, ?", "select $1, $2", 2},
        {qmark, by_position, "?", "$1", 1},
        {qmark, by_position, "select a ?? b", "select a ? b", 0},
        {qmark, by_position, "select a ??| b, a ??& ?", "select a ?| b, a ?& $1", 1},
        {qmark, by_position, "???", "?$1", 1},
        {qmark, by_position, "? ??", "$1 ?", 1},
        {qmark, by_position, "????", "??", 0},
        {qmark, by_position, "a @?? ?", "a @? $1", 1},
        {qmark, by_position, "select 1 -- ?\n, ?", "select 1 -- ?\n, $1", 1},
        {qmark, by_position, "select 'it''s ?', ?", "select 'it''s ?', $1", 1},
        {qmark, by_position, "select E'\\' ?', ?", "select E'\\' ?', $1", 1},
        {qmark, by_position, "select $$?$$, $a$ $b$ ? $a$, ?", "select $$?$$, $a$ $b$ ? $a$, $1", 1},
        {qmark, by_position, "select '?\?', \"?\?\" -- ?\?", same, 0},
        {qmark, by_position, "select ?::int, a[?:?]", "select $1::int, a[$2:$3]", 3},
        {qmark, by_position, "select :n, :1, %s, %, %(n)s, \\:, %%", same, 0},
        {qmark, by_position, "select ? where x = $1", "select $1 where x = $1", 1},  // has_native_dollar
        {qmark, by_position, "limit?offset?", "limit $1 offset $2", 2},
        {qmark, by_position, "x=?and y=?1", "x=$1 and y=$2 1", 2},
        {qmark, by_position, "$?$", "$ $1 $", 1},
        {qmark, by_position, "?$$a$$", "$1 $$a$$", 1},
        {qmark, by_position, "$$a$$?", "$$a$$ $1", 1},
        {qmark, by_position, "$1a$ ? $1a$", "$1a$ $1 $1a$", 1},  // no tag begins with a digit
        {qmark, by_position, "$a b$ ?", "$a b$ $1", 1},
        {qmark, by_position, "x$a$ ? $a$", "x$a$ $1 $a$", 1},  // x$a$ is an identifier
        {qmark, by_name, "select ?", "select $1", 1},
    };
    check(rows);
}

TEST_CASE("dollar") {
    const Row rows[] = {
        {dollar, by_position, "select $1, $2", same, 2},
        {dollar, by_position, "select $2, $1", same, 2},
        {dollar, by_position, "select $1, $1", same, 1},
        {dollar, by_position, "select $1::int, a[$2:$3]", same, 3},
        {dollar, by_position, "select $3, $1", "select $2, $1", 2},
        {dollar, by_position, "select $01", "select $1", 1},
        {dollar, by_position, "select $65535", "select $1", 1},
        {dollar, by_position, "select $1and", "select $1 and", 1},
        {dollar, by_position, "$1$2", "$1 $2", 2},
        {dollar, by_position, "?, ??, :n, :1, %s, %% \\:", same, 0},
        {dollar, by_position, "$x, $ 1", same, 0},
        {dollar, by_position, "$0", error},
        {dollar, by_position, "$00", error},
        {dollar, by_position, "$65536", error},
        {dollar, by_position, "$18446744073709551617", error},
        {dollar, by_name, "select $1", same, 1},
    };
    check(rows);
}

TEST_CASE("automatic takes ? or $1 for a sequence, and :name for a mapping") {
    const Row rows[] = {
        {automatic, by_position, "select ?, ?", "select $1, $2", 2},
        {automatic, by_position, "select $2, $1, $2", same, 2},
        {automatic, by_position, "select a ?? $1", "select a ? $1", 1},
        {automatic, by_position, "select ?, '$1', x$1", "select $1, '$1', x$1", 1},
        {automatic, by_position, "select ?, $1", error},
        {automatic, by_position, "select $1 ? 'a'", error},
        {automatic, by_position, "select $0", error},
        {automatic, by_position, "select :n, :1, %s", same, 0},
        {automatic, by_name, "select :n, :m, :n", "select $1, $2, $1", 2},
        {automatic, by_name, "select ?, ??, $1, :1, %s, %%", same, 0},
    };
    check(rows);
}

TEST_CASE("named") {
    const Row rows[] = {
        {named, by_name, "select :a, :b, :a", "select $1, $2, $1", 2},
        {named, by_name, ":_a1, :\xc3\xa9, :a$b", "$1, $2, $3", 3},
        {named, by_name, "select :a::int, x::int, 'a'::text", "select $1::int, x::int, 'a'::text", 1},
        {named, by_name, "select x:::int, :n:::int", "select x:::int, $1:::int", 1},
        {named, by_name, "a[1:2], a[:n], a[1:n], a[n:m], f(x):n, a[1]:n",
         "a[1:2], a[$1], a[1:n], a[n:m], f(x):n, a[1]:n", 1},
        {named, by_name, "a[1: :n], a[:a : :b]", "a[1: $1], a[$2 : $3]", 3},
        {named, by_name, "\"a\":n, `a`:n, json_object('k':v, $$k$$:v, 'k': :v)",
         "\"a\":n, `a`:n, json_object('k':v, $$k$$:v, 'k': $1)", 1},
        {named, by_name, "a := :b, a:=b, a:=:b", "a := $1, a:=b, a:=$1", 1},
        {named, by_name, "x=:n, x>:n", "x=$1, x>$1", 1},
        {named, by_name, "x/**/:n", "x/**/$1", 1},
        {named, by_name, "12:30:n", same, 0},
        {named, by_name, ":1, : n, :'n', :\"n\", :", same, 0},
        {named, by_name, "\\:n, a[1\\:n], \\:\\:n, \\x, \\", ":n, a[1:n], ::n, \\x, \\", 0},
        {named, by_name, "\\::n", ":$1", 1},
        {named, by_name, "'\\:n' \"\\:n\" -- \\:n", same, 0},
        {named, by_name, ":e'\\' || :n", "$1'\\' || $2", 2},  // the marker's e is not that of E'...'
        {named, by_name, ":a:b", "$1:b", 1},
        {named, by_name, "limit:n;", "limit:n;", 0},
        {named, by_name, "?, ??, $1, %s, %(n)s, %%", same, 0},
        {named, by_position, "select :a", "select $1", 1},
    };
    check(rows);
}

TEST_CASE("numeric") {
    const Row rows[] = {
        {numeric, by_position, "select :1, :2, :1", "select $1, $2, $1", 2},
        {numeric, by_position, "select :2, :1", "select $2, $1", 2},
        {numeric, by_position, "select :3, :1", "select $2, $1", 2},
        {numeric, by_position, ":65535", "$1", 1},
        {numeric, by_position, ":1::int, x:::int, a[1:2], a[x:2], f(x):2, a[\\:2]",
         "$1::int, x:::int, a[1:2], a[x:2], f(x):2, a[:2]", 1},
        {numeric, by_position, "a[:1], a[1: :2]", "a[$1], a[1: $2]", 2},
        {numeric, by_position, "12:30:00", same, 0},
        {numeric, by_position, ":1and", "$1 and", 1},
        {numeric, by_position, "a :=:1", "a :=$1", 1},
        {numeric, by_position, "\\:1 '\\:1'", ":1 '\\:1'", 0},
        {numeric, by_position, ":n, ?, ??, $1, %s, %%", same, 0},
        {numeric, by_position, ":0", error},
        {numeric, by_position, ":65536", error},
        {numeric, by_position, ":99999999999999999999", error},
        {numeric, by_name, ":1", "$1", 1},
    };
    check(rows);
}

TEST_CASE("format and pyformat") {
    const Row rows[] = {
        {format, by_position, "select %s, %s", "select $1, $2", 2},
        {format, by_position, "select %s::int, 5 %% 3", "select $1::int, 5 % 3", 1},
        {format, by_position, "%%%s%%", "%$1%", 1},
        {format, by_position, "%%s", "%s", 0},
        {format, by_position, "like 'a%%' or like 'a%' or like 'a%s' or like '%%%'",
         "like 'a%' or like 'a%' or like 'a%s' or like '%%'", 0},
        {format, by_position, "'a%''%b' '%' '%'", same, 0},
        {format, by_position, "E'\\%%\\'%%'", "E'\\%\\'%'", 0},
        {format, by_position, "\"a%%\" `%%` $$%%$$ $a$%s%%$a$ -- %% %d\n /* %% % */",
         "\"a%\" `%` $$%$$ $a$%s%$a$ -- % %d\n /* % % */", 0},
        {format, by_position, "-- 50%\n%s", "-- 50%\n$1", 1},
        {format, by_position, "%son", "$1 on", 1},
        {format, by_position, "?, ??, :n, :1, $1, \\:", same, 0},
        {format, by_position, "%d", error},
        {format, by_position, "a % b", error},
        {format, by_position, "100%", error},
        {format, by_position, "%S", error},
        {format, by_position, "%(n)s", error},
        {format, by_name, "%(n)s", error},
        {format, by_name, "%s", "$1", 1},
        {pyformat, by_position, "select %s, %s", "select $1, $2", 2},
        {pyformat, by_name, "select %(a)s, %(b)s, %(a)s", "select $1, $2, $1", 2},
        {pyformat, by_name, "%(a b; 'c' %s)s", "$1", 1},
        {pyformat, by_name, "x=%(a)sand", "x=$1 and", 1},
        {pyformat, by_name, "%%(a)s", "%(a)s", 0},
        {pyformat, by_name, "like '%(a)s' or like %(a)s", "like '%(a)s' or like $1", 1},
        {pyformat, by_name, "%(a)s, %s", error},
        {pyformat, by_position, "%s, %(a)s", error},
        {pyformat, by_name, "%()s", error},
        {pyformat, by_name, "%(a)", error},
        {pyformat, by_name, "%(a)d", error},
        {pyformat, by_name, "%(a", error},
        {pyformat, by_name, "%(", error},
        {pyformat, by_name, "%", error},
        {pyformat, by_position, "%(a)s", "$1", 1},
    };
    check(rows);
}

TEST_CASE("a NUL byte is refused wherever it is") {
    using namespace std::string_view_literals;
    for (const std::string_view text :
         {"\0"sv, "select 1\0"sv, "select '\0'"sv, "-- \0"sv, "select ?\0, ?"sv}) {
        for (const ParamStyle style : {automatic, qmark, numeric, named, format, pyformat, dollar}) {
            CHECK_THROWS_AS(static_cast<void>(parse(text, style)), ProgrammingError);
        }
    }
}
