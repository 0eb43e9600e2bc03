// SPDX-License-Identifier: BSL-1.0
//
// What holds for every column type: a template makes the same cases for each, so that a profile can say of
// one type alone what it lacks. What only one type has is in type_limits.cpp.
#include <algorithm>
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

// ── what is expected of a type ──

/// Compares the column v of all rows, in the order of id, with the values; several times, since a driver may
/// take another format when a statement is prepared.
void expect_values(Context& context, const std::string& table, const std::vector<Value>& values) {
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 3; ++time) {
        const auto rows = cursor->execute("SELECT v FROM " + table + " ORDER BY id").fetchall();
        context.require(rows.size() == values.size(), "a row for each value");
        for (std::size_t i = 0; i < values.size(); ++i) context.equal(rows[i][0], values[i], "the value");
    }
}

std::string table_of(Context& context, std::string_view type) {
    return context.table("id {integer}, v {" + std::string(type) + "}");
}

std::string insert_into(const std::string& table) { return "INSERT INTO " + table + " VALUES (?, ?)"; }

/// Returns the samples of a type, of which there must be some. The case ends if the database lacks the type.
const std::vector<Sample>& samples_of(Context& context, std::string_view type) {
    const auto& samples = context.type(type).samples;
    context.require(!samples.empty(), "the profile has samples of the type");
    return samples;
}

std::vector<Value> values_of(const std::vector<Sample>& samples) {
    std::vector<Value> values;
    for (const auto& sample : samples) values.push_back(sample.value);
    return values;
}

/// Fills a table with the samples as literals, numbered from 1.
void insert_literals(Context& context, const std::string& table, const std::vector<Sample>& samples) {
    const auto cursor = context.connection().cursor();
    std::int64_t id = 0;
    for (const auto& sample : samples)
        cursor->execute("INSERT INTO " + table + " VALUES (" + std::to_string(++id) + ", " + sample.literal +
                        ")");
}

void expect_literals_to_be_read(Context& context, std::string_view type) {
    const auto& samples = samples_of(context, type);
    const auto table = table_of(context, type);
    insert_literals(context, table, samples);
    expect_values(context, table, values_of(samples));
}

void expect_parameters_to_be_stored(Context& context, std::string_view type) {
    const auto& samples = samples_of(context, type);
    const auto table = table_of(context, type);
    const auto cursor = context.connection().cursor();
    auto values = values_of(samples);
    const std::vector<Value> again(values.rbegin(), values.rend());  // each twice, in another order
    values.insert(values.end(), again.begin(), again.end());
    std::int64_t id = 0;
    for (const auto& value : values) cursor->execute(insert_into(table), ++id, value);
    expect_values(context, table, values);
}

void expect_lists_to_be_stored(Context& context, std::string_view type) {
    const auto& samples = samples_of(context, type);
    const auto table = table_of(context, type);
    std::vector<Value> values;
    for (const auto& sample : samples) {
        values.push_back(sample.value);
        values.emplace_back();
    }
    values.push_back(samples.front().value);
    std::vector<std::vector<Value>> lists;
    for (const auto& value : values) lists.push_back({lists.size() + 1, value});
    context.connection().cursor()->executemany(insert_into(table), lists);
    expect_values(context, table, values);
}

void expect_parameters_to_equal_literals(Context& context, std::string_view type) {
    const auto& samples = samples_of(context, type);
    const auto table = table_of(context, type);
    insert_literals(context, table, samples);
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 2; ++time) {
        for (const auto& sample : samples) {
            Integers wanted;
            for (std::size_t i = 0; i < samples.size(); ++i) {
                if (samples[i].value == sample.value) wanted.push_back(static_cast<std::int64_t>(i) + 1);
            }
            cursor->execute("SELECT id FROM " + table + " WHERE v = ? ORDER BY id", sample.value);
            context.equal(integers(*cursor), wanted, "rows equal to " + sample.literal);
        }
    }
}

template <class T>
void expect_nulls_among_values(Context& context, std::string_view type) {
    const Value some = samples_of(context, type).back().value;
    const auto table = table_of(context, type);
    const std::vector<std::vector<Value>> batches = {
        {}, {Value()}, {some, Value(), some, some, Value()}, {Value(), Value(), some}, {Value(), Value()}};
    const auto cursor = context.connection().cursor();
    for (const auto& batch : batches) {
        cursor->execute("DELETE FROM " + table);
        std::int64_t id = 0;
        for (const auto& value : batch) {
            if (value.is_null()) {
                cursor->execute(insert_into(table), ++id, std::optional<T>());
            } else {
                cursor->execute(insert_into(table), ++id, value);
            }
        }
        expect_values(context, table, batch);
        cursor->execute("SELECT count(*) FROM " + table + " WHERE v IS NULL");
        context.equal(cursor->scalar<std::int64_t>(), std::ranges::count(batch, Value()),
                      "rows in which the database sees NULL");
    }
}

void expect_type_object(Context& context, std::string_view type) {
    const auto wanted = context.type(type).object;
    // STRING covers what has no object of its own: of an array its kind must tell that it is no text.
    const bool is_array = samples_of(context, type).front().value.kind() == Kind::array;
    const auto table = table_of(context, type);
    const auto cursor = context.connection().cursor();
    for (int time = 0; time < 3; ++time) {
        cursor->execute("SELECT v FROM " + table);
        context.require(cursor->description() && cursor->description()->size() == 1, "a description");
        const auto code = cursor->description()->at(0).type_code;
        for (const auto object : {STRING, BINARY, NUMBER, DATETIME, ROWID})
            context.equal(code == object, object == wanted,
                          "the type code equals the type's own object alone");
        context.equal(code.kind() == Kind::array, is_array, "the type code is that of an array");
        cursor->execute(insert_into(table), time, Value());
    }
}

template <class T>
void expect_cpp_type(Context& context, std::string_view type) {
    const auto& samples = samples_of(context, type);
    const auto table = table_of(context, type);
    const auto cursor = context.connection().cursor();
    std::int64_t id = 0;
    for (const auto& sample : samples)
        cursor->execute(insert_into(table), ++id, std::optional<T>(sample.value.get<T>()));
    cursor->execute(insert_into(table), ++id, null_of<T>);
    for (int time = 0; time < 3; ++time) {
        cursor->execute("SELECT v FROM " + table + " ORDER BY id");
        std::size_t row = 0;
        for (const std::optional<T>& read : cursor->rows<std::optional<T>>()) {
            const Value wanted = row < samples.size() ? samples[row].value : Value();
            context.equal(read ? Value(*read) : Value(), wanted, "the value as a C++ type");
            ++row;
        }
        context.equal(row, samples.size() + 1, "rows");
        cursor->execute("SELECT v FROM " + table + " WHERE v IS NULL");
        context.throws<DataError>([&] { return cursor->one<T>(); }, "NULL as a value");
    }
}

// ── the cases of each type ──

/// Text as a template argument.
template <std::size_t N>
struct Text {
    char characters[N]{};
    consteval Text(const char (&text)[N]) { std::copy_n(text, N, characters); }
    [[nodiscard]] constexpr std::string_view view() const { return {characters, N - 1}; }
};

/// The texts one after the other, with static lifetime.
template <Text... texts>
struct Joined {
    static constexpr std::size_t size = (texts.view().size() + ...);
    static constexpr auto characters = [] {
        std::array<char, size> all{};
        auto out = all.begin();
        ((out = std::ranges::copy(texts.view(), out).out), ...);
        return all;
    }();
    static constexpr std::string_view view{characters.data(), size};
};

/// @param clause  the clause that has something to say of the type itself.
template <Text type, class T, int clause, Need need = nullptr>
struct CasesOf {
    template <void (*expect)(Context&, std::string_view)>
    static void run(Context& context) {
        expect(context, type.view());
    }
    template <Text name>
    static constexpr std::string_view id = Joined<"types.", type, "_", name>::view;
    template <Text before, Text behind>
    static constexpr std::string_view sentence = Joined<before, type, behind>::view;

    static constexpr Case all[] = {
        {id<"literal_is_read">,
         {clause},
         sentence<"A literal of type ", " is read as its value.">,
         run<expect_literals_to_be_read>,
         Connections::one,
         need},
        {id<"parameter_is_stored">,
         {81, 115, clause},
         sentence<"A parameter of type ", " is stored and read as it was bound.">,
         run<expect_parameters_to_be_stored>,
         Connections::one,
         need},
        {id<"lists_are_stored">,
         {81, 90, clause},
         sentence<"executemany() stores values of type ", ", NULL among them.">,
         run<expect_lists_to_be_stored>,
         Connections::one,
         need},
        {id<"parameter_equals_literal">,
         {81, 115, clause},
         sentence<"A parameter of type ", " equals the same value as a literal, and no other.">,
         run<expect_parameters_to_equal_literals>,
         Connections::one,
         need},
        {id<"null_stands_among_values">,
         {114},
         sentence<"NULL in a column of type ", " is NULL, alone and among values.">,
         run<expect_nulls_among_values<T>>,
         Connections::one,
         need},
        {id<"type_object_is_right">,
         {58, 104},
         sentence<"A column of type ", " has a code that equals its type object.">,
         run<expect_type_object>,
         Connections::one,
         need},
        {id<"is_read_as_a_cpp_type">,
         {114, 115},
         sentence<"A column of type ", " is written and read as a C++ type, and as an optional.">,
         run<expect_cpp_type<T>>,
         Connections::one,
         need},
    };
};

template <class... Types>
std::vector<Case> all_of() {
    std::vector<Case> cases;
    (cases.insert(cases.end(), std::begin(Types::all), std::end(Types::all)), ...);
    return cases;
}

}  // namespace

Group type_cases() {
    static const std::vector<Case> group =
        all_of<CasesOf<"integer", std::int64_t, 115>, CasesOf<"real", double, 115>,
               CasesOf<"decimal", Decimal, 116>, CasesOf<"boolean", bool, 117>,
               CasesOf<"text", std::string, 115>, CasesOf<"varchar", std::string, 115>,
               CasesOf<"bytes", Binary, 113>, CasesOf<"date", Date, 107>, CasesOf<"time", Time, 107>,
               CasesOf<"timestamp", Timestamp, 107>, CasesOf<"timestamptz", Timestamp, 107>,
               CasesOf<"interval", Interval, 117>, CasesOf<"uuid", Uuid, 117>, CasesOf<"json", Json, 117>,
               CasesOf<"integer_array", Array, 117, &Features::arrays>,
               CasesOf<"text_array", Array, 117, &Features::arrays>>();
    return group;
}

}  // namespace dbapi::conformance
