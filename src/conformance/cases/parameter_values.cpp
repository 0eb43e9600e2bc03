// SPDX-License-Identifier: BSL-1.0
//
// Values that are easily damaged on their way into the database and back: text, bytes, NULL.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

/// Sends each value through a column of that type, several times, and compares what comes back.
void round_trip(Context& context, std::string_view type, const std::vector<Value>& values) {
    const auto table = context.table("id {integer}, v {" + std::string(type) + "}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?)", table);
    const auto select = context.sql("SELECT v FROM {} ORDER BY id", table);
    std::int64_t id = 0;
    for (const auto& value : values) cursor->execute(insert, ++id, value);
    for (int time = 0; time < 3; ++time) {  // a driver may take another format when it is prepared
        const auto rows = cursor->execute(select).fetchall();
        context.require(rows.size() == values.size(), "a row for each value");
        for (std::size_t i = 0; i < values.size(); ++i) {
            const Value read = rows[i][0];
            if (read == values[i]) continue;
            const auto shown = [](const Value& value) {
                const auto text = value.to_string();
                return std::to_string(text.size()) + " characters, " + text.substr(0, 40);
            };
            context.check(false, "value " + std::to_string(i) + " came back as " + shown(read) +
                                     " instead of " + shown(values[i]));
        }
    }
}

void null_is_null(Context& context) {
    const auto table = context.table("id {integer}, n {integer}, t {text}, b {bytes}, r {real}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?, ?, ?, ?)", table);
    cursor->execute(insert, 1, null, null, null, null);
    cursor->execute(insert, 2, std::optional<int>(), std::optional<std::string>(), std::optional<Binary>(),
                    std::optional<double>());
    cursor->execute(insert, std::vector<Value>{3, Value(), Value(), Value(), Value()});
    for (const auto& row : cursor->execute("SELECT n, t, b, r FROM " + table).fetchall()) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            context.check(row.is_null(i), "column " + std::to_string(i) + " is NULL");
            context.check(row[i] == Value(), "column " + std::to_string(i) + " equals null");
        }
    }
    cursor->execute("SELECT count(*) FROM " + table +
                    " WHERE n IS NULL AND t IS NULL AND b IS NULL AND r IS NULL");
    context.equal(cursor->scalar<int>(), 3, "rows in which the database sees NULL");
}

void null_is_not_read_as_a_value(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("SELECT CAST(NULL AS {integer}), CAST(NULL AS {text})"));
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "a row");
    context.throws<DataError>([&] { return row->get<int>(0); }, "NULL as an int");
    context.throws<DataError>([&] { return row->get<std::string>(1); }, "NULL as a string");
    context.check(!row->get<std::optional<int>>(0), "NULL as an optional int");
    context.check(!row->get<std::optional<std::string>>(1), "NULL as an optional string");
}

void empty_text_is_not_null(Context& context) {
    const auto table = context.table("id {integer}, t {text}, b {bytes}");
    const auto cursor = context.connection().cursor();
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?, ?)", table);
    cursor->execute(insert, 1, "", Binary());
    cursor->execute(insert, 2, std::string(), Value(Binary()));
    cursor->execute(insert, 3, null, null);
    const auto rows = cursor->execute("SELECT t, b FROM " + table + " ORDER BY id").fetchall();
    context.require(rows.size() == 3, "three rows");
    for (const int i : {0, 1}) {
        context.equal(rows[static_cast<std::size_t>(i)][0], Value(""), "an empty text");
        context.equal(rows[static_cast<std::size_t>(i)][1], Value(Binary()), "empty bytes");
    }
    context.check(rows[2][0].is_null() && rows[2][1].is_null(), "NULL is not empty");
}

void quotes_and_backslashes_are_kept(Context& context) {
    round_trip(context, "text",
               {"'", "''", "\"", "`", "\\", "\\\\", "\\'", "'; --", "$1 ? :a %s %% ??", "$$", "E'\\n'",
                "{a,b}", "\n\r\t", "(1, 2)", "NULL", "/* */"});
}

void text_that_looks_like_another_type_is_kept(Context& context) {
    round_trip(context, "text",
               {"5", "007", "-1", "1e3", "0.10", "0x10", "true", "NULL", "2026-02-28", "12345678901234567890",
                "{}", "1 ", " 1", "inf"});
}

void injection_is_text(Context& context) {
    const auto table = table_of_numbers(context, 3);
    const auto cursor = context.connection().cursor();
    const std::string text = "1'); DROP TABLE " + table + "; --";
    cursor->execute(context.sql("SELECT CAST(? AS {text})"), text);
    context.equal(cursor->scalar<std::string>(), text, "the text comes back");
    cursor->execute(context.sql("SELECT id FROM {} WHERE CAST(id AS {text}) = ?", table), "1' OR '1'='1");
    context.equal(integers(*cursor), Integers(), "no row has that text");
    context.equal(integers(cursor->execute("SELECT id FROM " + table + " ORDER BY id")), range(1, 3),
                  "the table is as it was");
}

void unicode_is_kept(Context& context) {
    round_trip(
        context, "text",
        {"\u00e4\u00f6\u00fc\u00df", "\u65e5\u672c\u8a9e", "\U0001F600", "a\U0001F468\u200D\U0001F469z",
         "e\u0301", "\u05e9\u05dc\u05d5\u05dd", "\uFEFFbom", "\U0010FFFD", "\u0001\u007f"});
    const auto cursor = context.connection().cursor();
    const auto text = cursor->execute("SELECT '\U0001F600 \u00e4'").scalar<std::string>();
    context.equal(text, "\U0001F600 \u00e4", "in a literal");
}

void all_ascii_is_kept(Context& context) {
    std::vector<Value> values;
    std::string all;
    for (char c = 1; c < 127; ++c) {
        all += c;
        values.emplace_back(std::string(1, c));
        values.emplace_back("a" + std::string(1, c) + "b");
    }
    values.emplace_back(all);
    round_trip(context, "text", values);
}

void nul_in_text_is_kept_or_refused(Context& context) {
    const auto table = context.table("t {text}");
    const auto cursor = context.connection().cursor();
    const std::string text("a\0b", 3);
    try {
        cursor->execute(context.sql("INSERT INTO {} VALUES (?)", table), text);
    } catch (const DataError&) {
        context.connection().rollback();
        context.equal(cursor->execute("SELECT count(*) FROM " + table).scalar<int>(), 0, "nothing is stored");
        context.note("text with NUL is refused");
        return;
    }
    const auto read = cursor->execute("SELECT t FROM " + table).scalar<std::string>();
    context.equal(read.size(), text.size(), "the length of the text");
    context.check(read == text, "the text, with what is behind the NUL");
}

void large_text_is_kept(Context& context) {
    std::string text;
    for (int i = 0; text.size() < 1'000'000; ++i) text += std::to_string(i) + "'\\ ";
    round_trip(context, "text", {"small", text, "", text.substr(0, 70'000), "small"});
}

void every_byte_is_kept(Context& context) {
    std::string all;
    std::vector<Value> values;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
        values.emplace_back(Binary(std::string(1, static_cast<char>(i))));
    }
    values.emplace_back(Binary(all));
    values.emplace_back(Binary(std::string(all.rbegin(), all.rend())));
    values.emplace_back(Binary(std::string(5, '\0')));
    round_trip(context, "bytes", values);
}

void large_bytes_are_kept(Context& context) {
    std::string bytes(1'000'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 % 251);
    round_trip(context, "bytes", {Binary(), Binary(bytes), Binary(bytes.substr(1)), Binary("x")});
}

void bytes_are_not_text(Context& context) {
    const auto table = context.table("b {bytes}");
    const auto cursor = context.connection().cursor();
    const std::vector<std::uint8_t> octets = {0, 0x27, 0x5c, 0xff};
    cursor->execute(context.sql("INSERT INTO {} VALUES (?)", table), octets);
    cursor->execute("SELECT b FROM " + table);
    context.check(cursor->description()->at(0).type_code == BINARY, "the column is BINARY");
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "a row");
    context.check((*row)[0].kind() == Kind::binary, "the value is binary");
    context.check(row->get<std::vector<std::uint8_t>>(0) == octets, "the bytes come back");
    context.throws<DataError>([&] { return row->get<std::string>(0); }, "bytes as a string");
}

void may_change_after_execute(Context& context) {
    const auto cursor = context.connection().cursor();
    std::string text = "the first text, which is not a short one";
    const std::string first = text;
    cursor->execute(context.sql("SELECT CAST(? AS {text}), 1"), text);
    text.assign(text.size(), 'x');
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "a row");
    context.equal(row->get<std::string>(0), first, "the parameter as it was");
}

constexpr Case group[] = {
    {"parameters.null_is_null",
     {114},
     "null and an empty optional are SQL NULL, in columns of any type.",
     null_is_null},
    {"parameters.null_is_not_read_as_a_value",
     {114},
     "NULL is read as an optional; as a value it is a DataError.",
     null_is_not_read_as_a_value},
    {"parameters.empty_text_is_not_null",
     {81, 114},
     "Empty text and empty bytes are not NULL.",
     empty_text_is_not_null},
    {"parameters.quotes_and_backslashes_are_kept",
     {81},
     "Quotes, backslashes and markers in a text come back as they were.",
     quotes_and_backslashes_are_kept},
    {"parameters.text_that_looks_like_another_type_is_kept",
     {81},
     "Text that looks like a number, a date or NULL stays text.",
     text_that_looks_like_another_type_is_kept},
    {"parameters.injection_is_text", {81}, "SQL in a parameter is text.", injection_is_text},
    {"parameters.unicode_is_kept",
     {81},
     "Characters of one to four bytes come back as they were.",
     unicode_is_kept},
    {"parameters.all_ascii_is_kept", {81}, "Each ASCII character comes back as it was.", all_ascii_is_kept},
    {"parameters.nul_in_text_is_kept_or_refused",
     {81},
     "Text with a NUL in it comes back whole, or is a DataError.",
     nul_in_text_is_kept_or_refused},
    {"parameters.large_text_is_kept", {81}, "A text of a megabyte comes back as it was.", large_text_is_kept},
    {"parameters.every_byte_is_kept",
     {81, 113},
     "Each byte, 0 to 255, comes back as it was.",
     every_byte_is_kept},
    {"parameters.large_bytes_are_kept",
     {81, 113},
     "A megabyte of bytes comes back as it was.",
     large_bytes_are_kept},
    {"parameters.bytes_are_not_text",
     {113, 115},
     "Bytes are bound, stored and read as bytes.",
     bytes_are_not_text},
    {"parameters.may_change_after_execute",
     {81},
     "A variable may change once execute() has returned.",
     may_change_after_execute},
};

}  // namespace

Group parameter_value_cases() { return group; }

}  // namespace dbapi::conformance
