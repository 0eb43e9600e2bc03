// SPDX-License-Identifier: BSL-1.0
//
// scroll(): relative and absolute, and what is outside of the result.
#include <dbapi/conformance/context.hpp>
#include <stdexcept>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

constexpr auto absolute = ScrollMode::absolute;

std::unique_ptr<Cursor> ten_rows(Context& context, const CursorOptions& options = {}) {
    auto cursor = context.connection().cursor(options);
    cursor->execute(context.numbers(10));
    return cursor;
}

/// Reports unless the next row is this one.
void next_is(Context& context, Cursor& cursor, int wanted, std::string_view when) {
    const auto row = cursor.fetchone();
    context.require(row.has_value(), "there is a row " + std::string(when));
    context.equal(row->get<int>(0), wanted, "the row " + std::string(when));
}

/// Reports unless the position is refused by std::out_of_range, which is no Error.
void refuses(Context& context, Cursor& cursor, std::int64_t value, ScrollMode mode) {
    const auto what = "scroll(" + std::to_string(value) + (mode == absolute ? ", absolute)" : ")");
    try {
        cursor.scroll(value, mode);
        context.check(false, what + " is taken");
    } catch (const Error& error) {
        context.check(false, what + " is an Error: " + error.what());
    } catch (const std::out_of_range&) {
        // As it should.
    }
}

void relative_counts_from_the_next_row(Context& context) {
    const auto cursor = ten_rows(context);
    next_is(context, *cursor, 1, "at first");
    cursor->scroll(2);
    context.equal(cursor->rownumber(), std::optional<std::size_t>(3), "rownumber() behind scroll(2)");
    next_is(context, *cursor, 4, "behind scroll(2)");
    cursor->scroll(-3);
    next_is(context, *cursor, 2, "behind scroll(-3)");
    cursor->scroll(0);
    next_is(context, *cursor, 3, "behind scroll(0)");
}

void absolute_counts_from_the_first_row(Context& context) {
    const auto cursor = ten_rows(context);
    cursor->scroll(9, absolute);
    next_is(context, *cursor, 10, "of index 9");
    context.check(!cursor->fetchone(), "nothing behind it");
    cursor->scroll(0, absolute);
    context.equal(cursor->rownumber(), std::optional<std::size_t>(0), "rownumber() at the first row");
    context.equal(cursor->fetchall().size(), std::size_t{10}, "all rows, again");
}

void outside_of_the_result_is_out_of_range(Context& context) {
    const auto cursor = ten_rows(context);
    cursor->scroll(4, absolute);
    for (const std::int64_t value : {-1, 10, 11, 1000}) refuses(context, *cursor, value, absolute);
    for (const std::int64_t value : {-5, 6, 7, -1000}) refuses(context, *cursor, value, ScrollMode::relative);
    context.equal(cursor->rownumber(), std::optional<std::size_t>(4), "the position stays");
    next_is(context, *cursor, 5, "behind what was refused");
}

void the_end_is_no_position(Context& context) {
    const auto cursor = ten_rows(context);
    refuses(context, *cursor, 10, absolute);
    const auto empty = context.connection().cursor();
    empty->execute("SELECT 1 WHERE 1 = 0");
    refuses(context, *empty, 0, absolute);
}

void without_a_result_it_is_programming_error(Context& context) {
    const auto cursor = context.connection().cursor();
    context.throws<ProgrammingError>([&] { cursor->scroll(0); }, "scroll() before any execute");
}

void a_stream_scrolls_forward_only(Context& context) {
    const auto cursor = ten_rows(context, {.stream = true});
    cursor->scroll(3);
    next_is(context, *cursor, 4, "behind scroll(3)");
    context.throws<NotSupportedError>([&] { cursor->scroll(-1); }, "scroll(-1) of a stream");
    next_is(context, *cursor, 5, "behind what was refused");
    cursor->scroll(8, absolute);
    next_is(context, *cursor, 9, "of index 8");
}

constexpr Case group[] = {
    {"scroll.relative_counts_from_the_next_row",
     {118, 121, 123},
     "A relative scroll() counts from the next row, forward and backward.",
     relative_counts_from_the_next_row},
    {"scroll.absolute_counts_from_the_first_row",
     {121, 123},
     "An absolute scroll() counts from the first row.",
     absolute_counts_from_the_first_row},
    {"scroll.outside_of_the_result_is_out_of_range",
     {122},
     "A position outside of the result is std::out_of_range, and the cursor stays.",
     outside_of_the_result_is_out_of_range},
    {"scroll.the_end_is_no_position",
     {122, 124},
     "The position behind the last row cannot be scrolled to.",
     the_end_is_no_position},
    {"scroll.without_a_result_it_is_programming_error",
     {96, 121},
     "scroll() without a result is ProgrammingError.",
     without_a_result_it_is_programming_error},
    {"scroll.a_stream_scrolls_forward_only",
     {123},
     "A stream scrolls forward, and backward is NotSupportedError.",
     a_stream_scrolls_forward_only,
     Connections::one,
     &Features::streaming},
};

}  // namespace

Group scroll_cases() { return group; }

}  // namespace dbapi::conformance
