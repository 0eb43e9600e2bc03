// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's constructors of dates, times, timestamps and bytes.
#include <cmath>
#include <dbapi/conformance/context.hpp>
#include <limits>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

void make_dates_and_times(Context& context) {
    const Date date(2026, 2, 28);
    context.check(date.year() == 2026 && date.month() == 2 && date.day() == 28, "the parts of a Date");
    const Time time(13, 14, 15, 16);
    context.check(time.hour() == 13 && time.minute() == 14 && time.second() == 15 && time.microsecond() == 16,
                  "the parts of a Time");
    const Timestamp timestamp(2026, 2, 28, 13, 14, 15, 16);
    context.equal(timestamp.date(), date, "the date of a Timestamp");
    context.equal(timestamp.time(), time, "the time of a Timestamp");
    context.check(!timestamp.has_offset(), "without an offset unless one is given");
}

void make_parameters(Context& context) {
    const auto table = context.table("d {date}, t {time}, s {timestamp}, b {bytes}");
    const Date date(2026, 2, 28);
    const Time time(13, 14, 15, 16);
    const Timestamp timestamp(2026, 2, 28, 13, 14, 15, 16);
    const Binary bytes(std::string_view("a\0b", 3));
    const auto cursor = context.connection().cursor();
    for (int i = 0; i < 3; ++i)
        cursor->execute("INSERT INTO " + table + " VALUES (?, ?, ?, ?)", date, time, timestamp, bytes);
    cursor->execute("SELECT d, t, s, b FROM " + table);
    for (const auto& row : cursor->fetchall()) {
        context.equal(row[0], Value(date), "the date");
        context.equal(row[1], Value(time), "the time");
        context.equal(row[2], Value(timestamp), "the timestamp");
        context.equal(row[3], Value(bytes), "the bytes");
    }
}

void from_ticks_count_from_1970_in_utc(Context& context) {
    context.equal(DateFromTicks(0), Date(1970, 1, 1), "the date of 0");
    context.equal(DateFromTicks(86'399.0), Date(1970, 1, 1), "the date of a day's last second");
    context.equal(DateFromTicks(-1), Date(1969, 12, 31), "the date of -1");
    context.equal(TimeFromTicks(86'370), Time(23, 59, 30), "the time of 86370");
    context.equal(TimestampFromTicks(0), Timestamp(1970, 1, 1, 0, 0, 0, 0, seconds(0)), "the timestamp of 0");
    context.equal(TimestampFromTicks(1'273'173'119), Timestamp(2010, 5, 6, 19, 11, 59, 0, seconds(0)),
                  "the timestamp of a second in 2010");
    context.check(TimestampFromTicks(0).has_offset(), "an instant has an offset");
}

void from_ticks_keep_microseconds(Context& context) {
    context.equal(TimestampFromTicks(1'273'173'119.99992),
                  Timestamp(2010, 5, 6, 19, 11, 59, 999'920, seconds(0)), "the timestamp of a fraction");
    context.equal(TimeFromTicks(1.000001), Time(0, 0, 1, 1), "the time of a fraction");
    context.equal(TimeFromTicks(-0.25), Time(23, 59, 59, 750'000), "the time before 1970");
}

void from_ticks_refuse_what_is_out_of_range(Context& context) {
    for (const double ticks : {1e300, -1e300, HUGE_VAL, -HUGE_VAL, std::nan("")}) {
        context.throws<DataError>([&] { return DateFromTicks(ticks); }, "DateFromTicks()");
        context.throws<DataError>([&] { return TimeFromTicks(ticks); }, "TimeFromTicks()");
        context.throws<DataError>([&] { return TimestampFromTicks(ticks); }, "TimestampFromTicks()");
    }
}

void from_ticks_make_parameters(Context& context) {
    const auto table = context.table("d {date}, t {time}, s {timestamptz}");
    const double ticks = 1'273'173'119.5;
    const auto cursor = context.connection().cursor();
    cursor->execute("INSERT INTO " + table + " VALUES (?, ?, ?)", DateFromTicks(ticks), TimeFromTicks(ticks),
                    TimestampFromTicks(ticks));
    cursor->execute("SELECT d, t, s FROM " + table);
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "a row");
    context.equal(row->get<Date>(0), Date(2010, 5, 6), "the date");
    context.equal(row->get<Time>(1), Time(19, 11, 59, 500'000), "the time");
    context.equal(row->get<Timestamp>(2), Timestamp(2010, 5, 6, 19, 11, 59, 500'000, seconds(0)),
                  "the instant");
}

void impossible_dates_are_refused(Context& context) {
    context.throws<DataError>([] { return Date(2026, 13, 1); }, "month 13");
    context.throws<DataError>([] { return Date(2026, 0, 1); }, "month 0");
    context.throws<DataError>([] { return Date(2026, 1, 32); }, "day 32");
    context.throws<DataError>([] { return Date(2026, 4, 31); }, "31 April");
    context.throws<DataError>([] { return Date(2026, 1, 0); }, "day 0");
    context.throws<DataError>([] { return Date(2026, 2, 29); }, "29 February 2026");
    context.throws<DataError>([] { return Date(1900, 2, 29); }, "29 February 1900");
}

void impossible_times_are_refused(Context& context) {
    context.throws<DataError>([] { return Time(25, 0, 0); }, "hour 25");
    context.throws<DataError>([] { return Time(24, 0, 1); }, "a second behind 24:00");
    context.throws<DataError>([] { return Time(0, 60, 0); }, "minute 60");
    context.throws<DataError>([] { return Time(0, 0, 60); }, "second 60");
    context.throws<DataError>([] { return Time(0, 0, 0, 1'000'000); }, "a million microseconds");
    context.throws<DataError>([] { return Time(0, 0, 0, 0, hours(16)); }, "an offset of 16 hours");
    context.throws<DataError>([] { return Timestamp(2026, 2, 30, 0, 0, 0); }, "30 February");
    context.throws<DataError>([] { return Timestamp(2026, 2, 28, 12, 61, 0); }, "minute 61 of a timestamp");
}

void make_bytes(Context& context) {
    const Binary bytes(std::string_view("a\0\xff", 3));
    context.equal(bytes.size(), 3U, "the length of bytes with a zero among them");
    context.equal(bytes.view(), std::string_view("a\0\xff", 3), "the bytes");
    context.check(Binary().empty() && Binary(std::string_view()).empty(), "no bytes");
    context.check(Value(bytes).kind() == Kind::binary, "a Value of bytes is binary");
    context.check(Value(bytes) != Value(std::string("a\0\xff", 3)), "bytes are not text");
}

constexpr Case group[] = {
    {"constructors.make_dates_and_times",
     {107},
     "Date, Time and Timestamp are made from their parts.",
     make_dates_and_times},
    {"constructors.make_parameters",
     {107, 113, 115},
     "What the constructors make is bound as what it is.",
     make_parameters},
    {"constructors.from_ticks_count_from_1970_in_utc",
     {108, 109},
     "Ticks are seconds since 1970, in UTC.",
     from_ticks_count_from_1970_in_utc},
    {"constructors.from_ticks_keep_microseconds",
     {108, 110},
     "Fractions of ticks are kept to the microsecond.",
     from_ticks_keep_microseconds},
    {"constructors.from_ticks_refuse_what_is_out_of_range",
     {108, 111},
     "Ticks out of range are a DataError.",
     from_ticks_refuse_what_is_out_of_range},
    {"constructors.from_ticks_make_parameters",
     {108, 115},
     "What is made from ticks is bound as what it is.",
     from_ticks_make_parameters},
    {"constructors.impossible_dates_are_refused",
     {112},
     "A day that there is not is a DataError.",
     impossible_dates_are_refused},
    {"constructors.impossible_times_are_refused",
     {112},
     "A time of day that there is not is a DataError.",
     impossible_times_are_refused},
    {"constructors.make_bytes", {113}, "Binary holds bytes, zeros as well.", make_bytes},
};

}  // namespace

Group type_constructor_cases() { return group; }

}  // namespace dbapi::conformance
