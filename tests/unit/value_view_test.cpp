// SPDX-License-Identifier: BSL-1.0
//
// ValueView: every kind there and back, what lies in the view and what beside it, codecs, texts.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <dbapi/errors.hpp>
#include <dbapi/value_view.hpp>
#include <string>
#include <string_view>
#include <vector>

using namespace dbapi;

namespace {

std::vector<Value> of_every_kind() {
    using namespace std::chrono_literals;
    return {
        null,
        true,
        false,
        std::numeric_limits<std::int64_t>::min(),
        std::numeric_limits<std::int64_t>::max(),
        -0.0,
        1e-320,
        std::numeric_limits<double>::infinity(),
        Decimal("-12345678901234567890.12"),
        Decimal("NaN"),
        "",
        "a text that is too long for a small string",
        std::string("zero\0inside", 11),
        Binary(),
        Binary(std::string_view("\0\1\xff", 3)),
        Date(2024, 2, 29),
        Date(-4712, 1, 1),
        Date::infinity(),
        Date::minus_infinity(),
        Time(0, 0),
        Time(24, 0),
        Time(23, 59, 59, 999'999, -15h),
        Time(1, 2, 3, 4, 0s),
        Timestamp(2024, 2, 29, 13, 14, 15, 16),
        Timestamp(2024, 2, 29, 13, 14, 15, 16, 2h + 30min),
        Timestamp(-43, 3, 15),
        Timestamp::infinity(),
        Timestamp::minus_infinity(),
        Interval(-1, 2, -3),
        Interval(),
        Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        Json("{\"a\": [1, 2]}"),
        Json(""),
        Array(),
        Array({1, null, "x"}, {{3, -1}}),
        Other("box", "(1,1),(0,0)"),
        Other("", ""),
    };
}

Value upper_to_value(std::string_view bytes) {
    if (bytes.starts_with('!')) throw DataError("malformed", ErrorDetails{.sqlstate = "22P03"});
    return std::string("<") + std::string(bytes) + ">";
}
void upper_append(std::string_view bytes, std::string& text) {
    if (bytes.starts_with('!')) throw DataError("malformed", ErrorDetails{.sqlstate = "22P03"});
    text += '<';
    text += bytes;
    text += '>';
}
constexpr Codec bracketing{upper_to_value, upper_append};

}  // namespace

TEST_CASE("a value of every kind survives being viewed") {
    for (const Value& value : of_every_kind()) {
        const std::string text = value.to_string();
        CAPTURE(text);
        CAPTURE(to_string(value.kind()));
        const ValueView view(value);
        CHECK(view.kind() == value.kind());
        CHECK(view.is_null() == value.is_null());
        CHECK(view.codec() == nullptr);
        CHECK_FALSE(view.is_expansion());
        CHECK(view.to_value() == value);
        // Equality of reals and timestamps is coarser than the text: the sign of zero, the offset.
        CHECK(view.to_value().to_string() == text);
        std::string appended = "so far, ";
        view.append_text(appended);
        CHECK(appended == "so far, " + text);
    }
    CHECK(std::isnan(ValueView(Value(std::nan(""))).as_real()));
}

TEST_CASE("a view of bytes looks at the value's own, and an inline view needs the value no more") {
    for (const Value& value : of_every_kind()) {
        CAPTURE(to_string(value.kind()));
        const ValueView view(value);
        const bool is_inline = value.kind() == Kind::null || value.kind() == Kind::boolean ||
                               value.kind() == Kind::integer || value.kind() == Kind::real ||
                               value.kind() == Kind::date || value.kind() == Kind::time ||
                               value.kind() == Kind::timestamp;
        CHECK(view.is_inline() == is_inline);
        CHECK(view.is_object() == (value.kind() == Kind::array || value.kind() == Kind::other));
    }
    const Value text(std::string(100, 'x'));
    CHECK(ValueView(text).bytes().data() == text.get_if<std::string>()->data());
    const ValueView kept(Value(Timestamp(2024, 2, 29)));
    CHECK(kept.as_timestamp() == Timestamp(2024, 2, 29));
}

TEST_CASE("each maker gives a view of its kind") {
    const Uuid uuid = Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    const Interval interval(1, 2, 3);
    const Array array(std::vector<Value>{1, 2});
    const Other other("box", "()");
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{255}};
    struct {
        ValueView view;
        Value value;
    } const table[] = {
        {ValueView(), null},
        {ValueView::boolean(true), true},
        {ValueView::integer(-5), -5},
        {ValueView::real(1.5), 1.5},
        {ValueView::date(Date(2024, 2, 29)), Date(2024, 2, 29)},
        {ValueView::time(Time(1, 2)), Time(1, 2)},
        {ValueView::timestamp(Timestamp(2024, 1, 1)), Timestamp(2024, 1, 1)},
        {ValueView::string("s"), "s"},
        {ValueView::json("{}"), Json("{}")},
        {ValueView::decimal("1.50"), Decimal("1.50")},
        {ValueView::binary(std::string_view("b")), Binary(std::string_view("b"))},
        {ValueView::binary(bytes), Binary(bytes)},
        {ValueView::uuid(uuid), uuid},
        {ValueView::uuid(std::string_view(reinterpret_cast<const char*>(uuid.bytes().data()), 16)), uuid},
        {ValueView::interval(interval), interval},
        {ValueView::array(array), array},
        {ValueView::other(other), other},
    };
    for (const auto& row : table) {
        CAPTURE(to_string(row.value.kind()));
        CHECK(row.view.kind() == row.value.kind());
        CHECK(row.view.to_value() == row.value);
    }
    CHECK(ValueView::uuid(uuid).as_uuid() == uuid);
    CHECK(ValueView::interval(interval).as_interval() == interval);
}

TEST_CASE("numbers carry the width of the type they came from, eight bytes unless told") {
    CHECK(ValueView::integer(1).width() == 8);
    CHECK(ValueView::integer(1, 4).width() == 4);
    CHECK(ValueView::real(1, 4).width() == 4);
    CHECK(ValueView(Value(1)).width() == 8);
}

TEST_CASE("a real of four bytes has the text of a float, and the value of the double") {
    const ValueView view = ValueView::real(static_cast<double>(0.1F), 4);
    std::string text;
    view.append_text(text);
    CHECK(text == "0.1");
    CHECK(view.to_value() == Value(static_cast<double>(0.1F)));
}

TEST_CASE("an interval's bytes may lie at any address") {
    const Interval interval(-7, 8, -9);
    std::string bytes(1, 'x');
    bytes.append(reinterpret_cast<const char*>(&interval), sizeof interval);
    // What a row's storage does: the same bytes, wherever the row put them.
    const ValueView original = ValueView::interval(interval);
    CHECK(original.bytes() == std::string_view(bytes).substr(1));
}

TEST_CASE("a codec reads what only it can read, and its errors come through") {
    const ValueView view = ValueView::encoded(Kind::string, "raw", bracketing);
    CHECK(view.codec() == &bracketing);
    CHECK(view.kind() == Kind::string);
    CHECK(view.bytes() == "raw");
    CHECK(view.to_value() == Value("<raw>"));
    std::string text;
    view.append_text(text);
    CHECK(text == "<raw>");
    CHECK_FALSE(ValueView::encoded(Kind::array, "raw", bracketing).is_object());

    const ValueView bad = ValueView::encoded(Kind::string, "!", bracketing);
    CHECK_THROWS_AS((void)bad.to_value(), DataError);
    CHECK_THROWS_AS(bad.append_text(text), DataError);
}

TEST_CASE("a view that is made in its place is the view that was made") {
    ValueView view = ValueView::encoded(Kind::string, "raw", bracketing);
    for (const Value& value : of_every_kind()) {
        CAPTURE(to_string(value.kind()));
        view.emplace([&] { return ValueView(value); });
        CHECK(view.kind() == value.kind());
        CHECK(view.codec() == nullptr);
        CHECK(view.to_value().to_string() == value.to_string());
    }
    CHECK_THROWS_AS(view.emplace([]() -> ValueView { throw DataError("malformed"); }), DataError);
    view = ValueView::integer(1);
    CHECK(view.to_value() == Value(1));

    // Anything else would be gone before it could be looked at.
    const auto owned = [] { return Value("text"); };
    const auto can_emplace = [](auto& target, auto& make) {
        return requires { target.emplace(make); };
    };
    CHECK_FALSE(can_emplace(view, owned));
}

TEST_CASE("a view moves to the same bytes elsewhere, with its codec") {
    const std::string place = "raw";
    ValueView view = ValueView::encoded(Kind::string, "raw", bracketing);
    view.move_to(place.data());
    CHECK(view.bytes().data() == place.data());
    CHECK(view.to_value() == Value("<raw>"));
}

TEST_CASE("an expansion is told from an array") {
    const Array values(std::vector<Value>{1, 2});
    CHECK(ValueView::expansion(values).is_expansion());
    CHECK(ValueView::expansion(values).kind() == Kind::array);
    CHECK_FALSE(ValueView::array(values).is_expansion());
    CHECK_FALSE(ValueView::integer(1, 0xff).is_expansion());
    CHECK(&ValueView::expansion(values).as_array() == &values);
}

TEST_CASE("an array's text is PostgreSQL's") {
    struct {
        Array array;
        const char* text;
    } const table[] = {
        {Array(), "{}"},
        {Array(std::vector<Value>{1, 2, 3}), "{1,2,3}"},
        {Array(std::vector<Value>{"a", null, "NULL", "null", "nil"}), "{a,NULL,\"NULL\",\"null\",nil}"},
        {Array(std::vector<Value>{"", " ", "a b", "a,b", "{", "}"}), R"({""," ","a b","a,b","{","}"})"},
        {Array(std::vector<Value>{"quote\"", "back\\slash", "tab\t"}),
         "{\"quote\\\"\",\"back\\\\slash\",\"tab\t\"}"},
        {Array(std::vector<Value>{true, 1.5, Decimal("1.50")}), "{true,1.5,1.50}"},
        {Array(std::vector<Value>{Timestamp(2024, 2, 29)}), "{\"2024-02-29 00:00:00\"}"},
        {Array(std::vector<Value>{Binary(std::string_view("a"))}), "{\"\\\\x61\"}"},
        {Array({1, 2, 3, 4, 5, 6}, {{2, 1}, {3, 1}}), "{{1,2,3},{4,5,6}}"},
        {Array({1, 2}, {{2, 0}}), "[0:1]={1,2}"},
        {Array({1, 2}, {{1, -5}, {2, 1}}), "[-5:-5][1:2]={{1,2}}"},
        {Array({1, 2, 3, 4, 5, 6, 7, 8}, {{2, 1}, {2, 1}, {2, 1}}), "{{{1,2},{3,4}},{{5,6},{7,8}}}"},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        CHECK(Value(row.array).to_string() == row.text);
    }
}

TEST_CASE("a value of 2^31 bytes is an OperationalError, as the SQLSTATE of a limit is everywhere") {
    const std::string_view long_text("", std::size_t{1} << 31);  // never looked at
    try {
        static_cast<void>(ValueView::string(long_text));
        FAIL("accepted");
    } catch (const OperationalError& error) {
        CHECK(error.sqlstate() == "54000");
    }
}
