// SPDX-License-Identifier: BSL-1.0
//
// What the scanner itself says: marks, keyword, number of statements. Texts as the database gets them are in
// statement_test.cpp, which covers the rules for markers.
#include <doctest/doctest.h>
#include <dbapi/driver/sql_scanner.hpp>
#include <dbapi/errors.hpp>
#include <string>

using dbapi::ProgrammingError;
using dbapi::driver::Mark;
using dbapi::driver::MarkerSyntax;
using dbapi::driver::scan_sql;
using dbapi::driver::ScannedSql;

namespace {

ScannedSql scan(std::string_view text) { return scan_sql(text, MarkerSyntax::qmark); }

}  // namespace

TEST_CASE("marks say where they are and what they mean") {
    const std::string text = "a = %(n)s, '%%', %(other name)s %% 2";
    const ScannedSql found = scan_sql(text, MarkerSyntax::percent);
    REQUIRE(found.marks.size() == 4);
    CHECK(found.marks[0].kind == Mark::Kind::name);
    CHECK(found.marks[0].offset == 4);
    CHECK(found.marks[0].length == 5);
    CHECK(found.marks[0].name == "n");
    CHECK(found.marks[1].kind == Mark::Kind::escape);
    CHECK(found.marks[1].offset == 12);
    CHECK(found.marks[1].length == 2);
    CHECK(found.marks[2].name == "other name");
    CHECK(found.marks[3].kind == Mark::Kind::escape);

    const ScannedSql numbered = scan_sql("$2 $00001", MarkerSyntax::dollar);
    REQUIRE(numbered.marks.size() == 2);
    CHECK(numbered.marks[0].kind == Mark::Kind::number);
    CHECK(numbered.marks[0].index == 1);
    CHECK(numbered.marks[1].index == 0);
    CHECK(numbered.marks[1].length == 6);

    const ScannedSql sequence = scan("? ?? ?");
    REQUIRE(sequence.marks.size() == 3);
    CHECK(sequence.marks[2].kind == Mark::Kind::sequence);
    CHECK(sequence.marks[2].index == 1);
}

TEST_CASE("the keyword is the first word in upper case") {
    struct Row {
        std::string_view text;
        std::string_view keyword;
    };
    const Row rows[] = {
        {"", ""},
        {"  \t\r\n", ""},
        {";;", ""},
        {"select 1", "SELECT"},
        {"SELECT", "SELECT"},
        {"BeGiN;", "BEGIN"},
        {" ; ;insert into t", "INSERT"},
        {"-- begin\nupdate t", "UPDATE"},
        {"/* a /* b */ c */ delete from t", "DELETE"},
        {"-- only a comment", ""},
        {"((select 1) union (select 2))", "SELECT"},
        {"( -- x\n ( values (1)))", "VALUES"},
        {"?", ""},
        {"? = call f()", ""},
        {"'select' x", ""},
        {"\"select\" x", ""},
        {"`select` x", ""},
        {"$$select$$", ""},
        {"1 select", ""},
        {"* select", ""},
        {"_x$1 y", "_X$1"},
        {"\xc3\xa9t\xc3\xa9 y", "\xc3\xa9T\xc3\xa9"},
        {"copy t from stdin", "COPY"},
        {"begin atomic", "BEGIN"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto keywords = scan(row.text).keywords;
        CHECK((keywords.empty() ? std::string() : keywords.front()) == row.keyword);
    }
}

TEST_CASE("statements are counted") {
    struct Row {
        std::string_view text;
        std::size_t count;
    };
    const Row rows[] = {
        {"", 0},
        {" ; ;; ", 0},
        {"-- a;b\n/* ; */ ;", 0},
        {"select 1", 1},
        {"select 1;", 1},
        {"; select 1 ; -- done", 1},
        {"select 1; select 2", 2},
        {"select ';' ; select \";\" ; select `;` ; select $$;$$ ; select $a$;$a$", 5},
        {"select 'a;b", 1},
        {"?;?", 2},
        {"();*", 2},
        {"create rule r as on insert to t do also (insert into a values (1); insert into b values (2)); "
         "select 1",
         2},
        {"select (1; select 2", 1},
        {"select 1); select 2", 2},
        {"begin; select 1; end; select 2", 4},
        {"create table t (begin int, \"end\" int); select 1", 2},
        // triggers, as SQLite has them
        {"create trigger r after insert on t begin select 1; select 2; end; select 3", 2},
        {"CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END", 1},
        {"create temporary trigger if not exists r after insert on t begin select 1; end; ; select 2", 2},
        {"create or replace trigger r after insert on t begin select 1; end", 1},
        {"create /* ; */ trigger r -- ;\n after insert on t begin select 1; end;", 1},
        {"create trigger r after insert on t when new.x > 0 begin update t set a = case when 1 then case 2 "
         "when 3 "
         "then 4 end else 5 end; select 6; end; select 7",
         2},
        {"create trigger r after update of begin on t begin select new.begin; select new.end; end; select 7",
         2},
        {"create trigger r after insert on t begin select 1; end; create trigger s after insert on t begin "
         "select 1; "
         "end; select 1",
         3},
        {"create trigger r after insert on t begin select 1; select 2", 1},
        {"create trigger r after insert on begin.t begin select 1; end; select 2", 2},
        // triggers, as PostgreSQL has them
        {"create trigger r after insert on t for each row execute function f(); select 1", 2},
        {"create constraint trigger r after insert on t execute function f(); select 1", 2},
        // function bodies of standard SQL
        {"create function f() returns int language sql begin atomic select 1; select 2; end; select 3", 2},
        {"create or replace function f() returns int begin atomic select case when 1 then 2 end; end; select "
         "3",
         2},
        {"create procedure p() begin atomic end; select 1", 2},
        {"create procedure p() begin /* ; */ atomic ; end; select 1", 2},
        {"create function f() returns int as $$ begin; end; $$ language plpgsql; select 1", 2},
        {"create function begin() returns int as 'x;y'; select 1", 2},
        {"begin atomic; select 1; end", 3},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(scan(row.text).keywords.size() == row.count);
    }
}

TEST_CASE("a native $1 that is plain text is reported") {
    CHECK(scan("select $1").has_native_dollar);
    CHECK(scan_sql("select $1", MarkerSyntax::colon_name).has_native_dollar);
    CHECK(scan_sql("select $12", MarkerSyntax::colon_number).has_native_dollar);
    CHECK(scan_sql("select $0", MarkerSyntax::percent).has_native_dollar);
    CHECK_FALSE(scan_sql("select $1", MarkerSyntax::dollar).has_native_dollar);
    CHECK_FALSE(scan_sql("select $1", MarkerSyntax::qmark_or_dollar).has_native_dollar);
    CHECK_FALSE(scan("select x$1, '$1', \"$1\", $$ $1 $$, $a, $ 1 -- $1").has_native_dollar);
}

TEST_CASE("the message of a stray percent sign says what to write") {
    try {
        static_cast<void>(scan_sql("select 5 % 3", MarkerSyntax::percent));
        FAIL("nothing was thrown");
    } catch (const ProgrammingError& error) {
        CHECK(std::string_view(error.what()).find("%%") != std::string_view::npos);
    }
}

TEST_CASE("scanning takes linear time on texts that tempt to look ahead") {
    for (const std::string_view piece :
         {"''",  "$a",  "$a ", "$a$", "E'a' \n ", "/*",   "*/",    "'%%'", "%%", "- ",
          "x::", "(((", "\\:", "\"",  "`",        "--\n", "$$ $$", "'%' ", "e'", "/* % */"}) {
        std::string text;
        while (text.size() < 300'000) text += piece;
        CAPTURE(piece);
        for (const MarkerSyntax syntax :
             {MarkerSyntax::qmark_or_dollar, MarkerSyntax::colon_name, MarkerSyntax::percent}) {
            CHECK_NOTHROW(static_cast<void>(scan_sql(text, syntax)));  // quadratic time would take minutes
        }
    }
}

TEST_CASE("each statement of a text has its keyword, and a ROLLBACK to a savepoint is told apart") {
    using Keywords = std::vector<std::string>;
    CHECK(scan("insert 1; /* c */ (select 2); ; 'x'; COPY t TO STDOUT").keywords ==
          Keywords{"INSERT", "SELECT", "", "COPY"});
    CHECK(scan("ROLLBACK; rollback to a; ROLLBACK WORK TO SAVEPOINT b").keywords ==
          Keywords{"ROLLBACK", "ROLLBACK TO", "ROLLBACK TO"});
    CHECK(scan("prepare /* c */ transaction 'x'; PREPARE p AS TABLE transaction").keywords ==
          Keywords{"PREPARE TRANSACTION", "PREPARE"});
    CHECK(scan(" ; -- nothing").keywords.empty());
}
