// SPDX-License-Identifier: BSL-1.0
//
// RowBlock: rows of every kind copied out of a buffer that is gone when they are looked at.
#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <dbapi/errors.hpp>
#include <dbapi/row_block.hpp>
#include <memory>
#include <string>
#include <vector>

using namespace dbapi;
using Values = std::vector<Value>;

namespace {

Description columns(std::size_t count) { return std::make_shared<std::vector<Column>>(count); }

/// Appends values through views that are dead right afterwards.
bool append(RowBlock& block, const Values& values) {
    auto owned = std::make_unique<Values>(values);
    std::vector<ValueView> views;
    for (const Value& value : *owned) views.emplace_back(value);
    return block.append(views);
}

Values row_of(const RowBlock& block, std::size_t row) {
    Values values;
    std::vector<ValueView> views(block.columns()->size());
    block.view(row, views);
    for (std::size_t i = 0; i < views.size(); ++i) {
        const ValueView cell = block.cell(row, i);
        CHECK(cell.kind() == views[i].kind());
        CHECK(cell.to_value() == views[i].to_value());
        values.push_back(cell.to_value());
    }
    return values;
}

Values of_every_kind() {
    using namespace std::chrono_literals;
    return {null,
            true,
            false,
            std::numeric_limits<std::int64_t>::min(),
            -1,
            0.5,
            Decimal("1.50"),
            "",
            "text",
            std::string(300, 'x'),
            Binary(),
            Binary(std::string_view("\0\1\2", 3)),
            Date(2024, 2, 29),
            Date::minus_infinity(),
            Time(24, 0),
            Time(1, 2, 3, 4, -1h),
            Timestamp(2024, 2, 29, 1, 2, 3),
            Timestamp(2024, 2, 29, 1, 2, 3, 4, 90min),
            Timestamp::infinity(),
            Interval(-1, 2, -3),
            Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            Json("{}"),
            Array(),
            Array(Values{1, "two", null}),
            Other("box", "(1,1)")};
}

std::size_t bytes_needed(const Values& values) {
    std::vector<ValueView> views;
    for (const Value& value : values) views.emplace_back(value);
    return RowBlock::size_of(views);
}

Value plain_value(std::string_view bytes) { return "value of " + std::string(bytes); }
void plain_text(std::string_view bytes, std::string& text) { text += bytes; }

}  // namespace

TEST_CASE("values of every kind come out as they went in, in every column and order") {
    const Values values = of_every_kind();
    Values reversed(values.rbegin(), values.rend());
    RowBlock block(columns(values.size()), 64 * 1024);
    REQUIRE(append(block, values));
    REQUIRE(append(block, reversed));
    REQUIRE(append(block, values));
    CHECK(block.size() == 3);
    CHECK(row_of(block, 0) == values);
    CHECK(row_of(block, 1) == reversed);
    CHECK(row_of(block, 2) == values);
    for (std::size_t i = 0; i < values.size(); ++i)
        CHECK(row_of(block, 1)[i].to_string() == reversed[i].to_string());
}

TEST_CASE("the offset of a time is kept, and the width of a number") {
    RowBlock block(columns(2), 1024);
    using namespace std::chrono_literals;
    const std::array<ValueView, 2> row{ValueView::timestamp(Timestamp(2024, 1, 1, 0, 0, 0, 0, 2h)),
                                       ValueView::integer(5, 4)};
    REQUIRE(block.append(row));
    CHECK(block.cell(0, 0).as_timestamp().offset() == 2h);
    CHECK(block.cell(0, 1).width() == 4);
    CHECK(block.cell(0, 1).as_integer() == 5);
}

TEST_CASE("a row that does not fit is refused and changes nothing") {
    const Values row{1, "text"};
    const std::size_t size = bytes_needed(row);
    RowBlock exact(columns(2), 2 * size);
    CHECK(exact.capacity_bytes() == 2 * size);
    CHECK(append(exact, row));
    CHECK(append(exact, row));
    CHECK_FALSE(append(exact, row));
    CHECK_FALSE(append(exact, {null, null}));
    CHECK(exact.size() == 2);
    CHECK(row_of(exact, 0) == row);
    CHECK(row_of(exact, 1) == row);

    RowBlock small(columns(2), size - 1);
    CHECK_FALSE(append(small, row));
    CHECK(small.size() == 0);
    CHECK(append(small, {1, "tex"}));
    CHECK(row_of(small, 0) == Values{1, "tex"});
}

TEST_CASE("a row that does not fit leaves none of its objects behind") {
    const Values fits{Array(Values{1}), "x"};
    RowBlock block(columns(2), 2 * bytes_needed(fits));
    CHECK_FALSE(append(block, {Array(Values{2}), std::string(100, 'x')}));
    CHECK(append(block, fits));
    CHECK_FALSE(append(block, {Array(Values{3}), std::string(100, 'x')}));
    CHECK(append(block, fits));
    CHECK(row_of(block, 0) == fits);
    CHECK(row_of(block, 1) == fits);
}

TEST_CASE("rows on both sides of 64 KiB stand side by side") {
    const auto row_of_size = [](std::size_t size) {
        // 3 bytes a column before the cells: two for its end, one for its tag
        return Values{std::string(size - 2 * 3 - 8, 'x'), static_cast<std::int64_t>(size)};
    };
    constexpr std::size_t longest = 0xffff;
    RowBlock block(columns(2), 10 * longest);
    std::size_t count = 0;
    for (const std::size_t size : {longest - 1, longest, longest + 1, std::size_t{20}, 3 * longest}) {
        const auto row = row_of_size(size);
        const std::size_t needed = bytes_needed(row);
        CHECK(needed == size + 4 + (size > longest ? 4 : 0));  // 4 to find it; two ends of twice the size
        REQUIRE(append(block, row));
        CHECK(row_of(block, count++) == row);
        RowBlock exact(columns(2), needed);
        REQUIRE(append(exact, row));
        CHECK(row_of(exact, 0) == row);
        RowBlock small(columns(2), needed - 1);
        CHECK_FALSE(append(small, row));
    }
}

TEST_CASE("a block that restarts forgets its rows and takes those of another result") {
    RowBlock block(columns(2), 200);
    REQUIRE(append(block, {Array(Values{1}), "x"}));
    const auto other = columns(3);
    block.restart(other);
    CHECK(block.size() == 0);
    CHECK(block.columns() == other);
    CHECK(block.capacity_bytes() == 200);
    const Values row{std::string(100, 'y'), Array(Values{2}), 3};
    REQUIRE(append(block, row));
    CHECK(row_of(block, 0) == row);
}

TEST_CASE("objects are kept apart, and cost the same whatever their size") {
    CHECK(bytes_needed({Array(Values(1000, Value("x")))}) == bytes_needed({Array()}));
    RowBlock block(columns(1), 10 * bytes_needed({Array()}));
    for (int i = 0; i < 10; ++i)
        REQUIRE(append(block, {Array(Values(static_cast<std::size_t>(i), Value(i)))}));
    for (int i = 0; i < 10; ++i) {
        const auto cell = block.cell(static_cast<std::size_t>(i), 0);
        CHECK(cell.is_object());
        CHECK(cell.as_array().size() == static_cast<std::size_t>(i));
    }
}

TEST_CASE("rows without columns are counted") {
    RowBlock block(columns(0), 0);
    for (int i = 0; i < 100; ++i) REQUIRE(block.append({}));
    CHECK(block.size() == 100);
    CHECK(row_of(block, 99).empty());
}

TEST_CASE("many columns of many kinds are told apart in every row") {
    const Values kinds = of_every_kind();
    Values wide;
    for (std::size_t i = 0; i < 1600; ++i) wide.push_back(kinds[i * 7 % kinds.size()]);
    RowBlock block(columns(wide.size()), bytes_needed(wide) * 3);
    for (int i = 0; i < 3; ++i) REQUIRE(append(block, wide));
    CHECK(row_of(block, 2) == wide);
}

TEST_CASE("bytes under a codec are decoded when they are looked at") {
    static constexpr Codec codec{plain_value, plain_text};
    RowBlock block(columns(3), 1024);
    {
        auto buffer = std::make_unique<std::string>("raw bytes");
        const std::array<ValueView, 3> row{ValueView::encoded(Kind::string, *buffer, codec),
                                           ValueView::encoded(Kind::array, "", codec),
                                           ValueView::string(*buffer)};
        REQUIRE(block.append(row));
    }
    CHECK(block.cell(0, 0).codec() == &codec);
    CHECK(block.cell(0, 0).to_value() == Value("value of raw bytes"));
    CHECK(block.cell(0, 1).kind() == Kind::array);
    CHECK(block.cell(0, 1).to_value() == Value("value of "));
    CHECK(block.cell(0, 2).codec() == nullptr);
    CHECK(block.cell(0, 2).to_value() == Value("raw bytes"));
}

TEST_CASE("a block takes 256 different codecs, and one more throws InternalError") {
    static std::array<Codec, 257> codecs;
    for (auto& codec : codecs) codec = {plain_value, plain_text};
    RowBlock block(columns(1), 64 * 1024);
    for (std::size_t i = 0; i < 256; ++i) {
        const std::string bytes = std::to_string(i);
        const std::array<ValueView, 1> row{ValueView::encoded(Kind::string, bytes, codecs[i])};
        REQUIRE(block.append(row));
    }
    for (std::size_t i = 0; i < 256; ++i) {
        CHECK(block.cell(i, 0).codec() == &codecs[i]);
        CHECK(block.cell(i, 0).bytes() == std::to_string(i));
    }
    const std::array<ValueView, 1> one_more{ValueView::encoded(Kind::string, "x", codecs[256])};
    CHECK_THROWS_AS((void)block.append(one_more), InternalError);
    CHECK(block.size() == 256);
    const std::array<ValueView, 1> known{ValueView::encoded(Kind::string, "y", codecs[0])};
    REQUIRE(block.append(known));
    CHECK(block.cell(256, 0).bytes() == "y");
}

TEST_CASE("a block of no capacity takes nothing but what needs no bytes") {
    RowBlock block(columns(1), 0);
    CHECK_FALSE(append(block, {null}));
    CHECK(block.size() == 0);
}
