// SPDX-License-Identifier: BSL-1.0
//
// The conversions that need no template. Reading as another kind than the stored one goes through an owned
// Value: it is rare, and then clarity counts.
#include <array>
#include <charconv>
#include <cmath>
#include <dbapi/errors.hpp>
#include <dbapi/read_view.hpp>

namespace dbapi::detail {
namespace {

struct Complaint {
    Sqlstate sqlstate;
    std::string_view text;
};

Complaint complaint_of(Misfit misfit) noexcept {
    switch (misfit) {
        case Misfit::is_null: return {"22002", "NULL does not fit (use std::optional)"};
        case Misfit::other_kind: break;
        case Misfit::other_length: return {"22026", "the value has another length"};
        case Misfit::other_dimensions: return {"2202E", "the array has another number of dimensions"};
        case Misfit::out_of_range: return {sqlstate::out_of_range, "the value is out of range"};
        case Misfit::inexact: return {sqlstate::out_of_range, "the value would lose precision"};
        case Misfit::has_offset: return {"22008", "the value would lose its UTC offset"};
    }
    return {"22018", "no conversion"};
}

bool is_text(Kind kind) noexcept { return kind == Kind::string; }

/// What is to become what: `column "price" (numeric) as int`.
std::string attempt(Kind kind, const Target& target) {
    std::string text;
    if (target.column) {
        const std::string& type = target.column->type_name;
        text = "column \"" + target.column->name + "\" (" +
               (type.empty() ? std::string(to_string(kind)) : type) + ")";
    } else {
        text = "a value of kind " + std::string(to_string(kind));
    }
    return text + " as " + std::string(target.cpp_type) + ": ";
}

/// Runs a conversion of the value types, whose errors know neither the column nor the target.
template <class F>
auto attempted(const ValueView& view, const Target& target, F&& conversion) {
    try {
        return conversion();
    } catch (const DataError& error) {
        throw_named(error, view.kind(), target);
    }
}

/// The value as an owned T: the held one, or parsed from text, which is how SQLite keeps most types.
template <class T, Kind kind>
T read_parsed(const ValueView& view, const Target& target) {
    if (view.kind() != kind && !is_text(view.kind())) throw_misfit(Misfit::other_kind, view.kind(), target);
    return attempted(view, target, [&] {
        if (view.kind() == kind) return *view.to_value().get_if<T>();
        std::string text;
        view.append_text(text);
        return T::parse(text);
    });
}

}  // namespace

void throw_misfit(Misfit misfit, Kind kind, const Target& target) {
    const Complaint complaint = complaint_of(misfit);
    throw DataError(attempt(kind, target) + std::string(complaint.text),
                    ErrorDetails{.sqlstate = complaint.sqlstate});
}

void throw_named(const DataError& error, Kind kind, const Target& target) {
    throw DataError(attempt(kind, target) + error.what(), error.details());
}

bool read_boolean(const ValueView& view, const Target& target) {
    if (view.kind() == Kind::boolean) return view.as_boolean();
    const auto number = read_integer(view, target);
    if (number != 0 && number != 1) throw_misfit(Misfit::out_of_range, view.kind(), target);
    return number == 1;
}

std::int64_t read_integer(const ValueView& view, const Target& target) {
    switch (view.kind()) {
        case Kind::integer: return view.as_integer();
        case Kind::boolean: return view.as_boolean() ? 1 : 0;
        case Kind::real: {
            const double number = view.as_real();
            if (!(number >= -0x1p63 && number < 0x1p63))
                throw_misfit(Misfit::out_of_range, view.kind(), target);
            if (std::trunc(number) != number) throw_misfit(Misfit::inexact, view.kind(), target);
            return static_cast<std::int64_t>(number);
        }
        case Kind::decimal:
            return attempted(view, target, [&] { return view.to_value().get_if<Decimal>()->to_int64(); });
        default: throw_misfit(Misfit::other_kind, view.kind(), target);
    }
}

double read_real(const ValueView& view, const Target& target) {
    switch (view.kind()) {
        case Kind::real: return view.as_real();
        case Kind::integer: {
            const auto number = view.as_integer();
            const auto real = static_cast<double>(number);
            if (real >= 0x1p63 || static_cast<std::int64_t>(real) != number) {
                throw_misfit(Misfit::inexact, view.kind(), target);
            }
            return real;
        }
        case Kind::decimal:
            return attempted(view, target, [&] { return view.to_value().get_if<Decimal>()->to_double(); });
        default: throw_misfit(Misfit::other_kind, view.kind(), target);
    }
}

Decimal read_decimal(const ValueView& view, const Target& target) {
    if (view.kind() == Kind::integer) return Decimal(view.as_integer());
    if (view.kind() == Kind::boolean) return Decimal(view.as_boolean() ? 1 : 0);
    if (view.kind() == Kind::real) {
        std::string text;
        view.append_text(text);  // the shortest text that reads back as the same double
        return Decimal::parse(text);
    }
    return read_parsed<Decimal, Kind::decimal>(view, target);
}

std::string read_string(const ValueView& view, const Target& target) {
    if (view.kind() == Kind::string && !view.codec()) return std::string(view.bytes());
    if (view.kind() == Kind::binary) throw_misfit(Misfit::other_kind, view.kind(), target);
    std::string text;
    view.append_text(text);
    return text;
}

std::string_view read_string_view(const ValueView& view, const Target& target) {
    const bool has_text = view.kind() == Kind::string || view.kind() == Kind::json;
    if (!has_text || view.codec()) throw_misfit(Misfit::other_kind, view.kind(), target);
    return view.bytes();
}

char read_char(const ValueView& view, const Target& target) {
    if (!is_text(view.kind())) throw_misfit(Misfit::other_kind, view.kind(), target);
    std::string text;
    view.append_text(text);
    check_length(text.size(), 1, view.kind(), target);
    return text[0];
}

Binary read_binary(const ValueView& view, const Target& target) {
    if (view.kind() != Kind::binary) throw_misfit(Misfit::other_kind, view.kind(), target);
    Value value = view.to_value();
    return *value.get_if<Binary>();
}

Date read_date(const ValueView& view, const Target& target) {
    if (view.kind() == Kind::date) return view.as_date();
    return read_parsed<Date, Kind::date>(view, target);
}
Time read_time(const ValueView& view, const Target& target) {
    if (view.kind() == Kind::time) return view.as_time();
    return read_parsed<Time, Kind::time>(view, target);
}
Timestamp read_timestamp(const ValueView& view, const Target& target) {
    if (view.kind() == Kind::timestamp) return view.as_timestamp();
    return read_parsed<Timestamp, Kind::timestamp>(view, target);
}
Interval read_interval(const ValueView& view, const Target& target) {
    return read_parsed<Interval, Kind::interval>(view, target);
}

Uuid read_uuid(const ValueView& view, const Target& target) {
    if (view.kind() == Kind::uuid && !view.codec()) return view.as_uuid();
    if (view.kind() == Kind::binary) {
        const Binary bytes = read_binary(view, target);
        if (bytes.size() != 16) throw_misfit(Misfit::other_kind, view.kind(), target);
        return ValueView::uuid(bytes.view()).as_uuid();
    }
    return read_parsed<Uuid, Kind::uuid>(view, target);
}

Json read_json(const ValueView& view, const Target& target) {
    if (view.kind() != Kind::json && !is_text(view.kind()))
        throw_misfit(Misfit::other_kind, view.kind(), target);
    std::string text;
    view.append_text(text);
    return Json(std::move(text));
}

Array read_array(const ValueView& view, const Target& target) {
    if (view.kind() != Kind::array) throw_misfit(Misfit::other_kind, view.kind(), target);
    const Value value = view.to_value();
    return *value.get_if<Array>();
}

std::chrono::sys_days read_sys_days(const ValueView& view, const Target& target) {
    const Date date = read_date(view, target);
    return attempted(view, target, [&] { return date.to_sys_days(); });
}

std::chrono::microseconds read_clock_micros(const ValueView& view, const Target& target) {
    const Time time = read_time(view, target);
    if (time.has_offset()) throw_misfit(Misfit::has_offset, view.kind(), target);
    return std::chrono::microseconds(time.micros_since_midnight());
}

std::chrono::year_month_day read_year_month_day(const ValueView& view, const Target& target) {
    const auto days = read_sys_days(view, target);
    const std::chrono::year_month_day date(days);
    // std::chrono's years end at 32767; beyond, they would wrap.
    if (std::chrono::sys_days(date) != days) throw_misfit(Misfit::out_of_range, view.kind(), target);
    return date;
}

std::chrono::microseconds read_sys_micros(const ValueView& view, const Target& target) {
    const Timestamp timestamp = read_timestamp(view, target);
    return attempted(view, target, [&] { return timestamp.to_sys_time().time_since_epoch(); });
}

std::chrono::microseconds read_local_micros(const ValueView& view, const Target& target) {
    const Timestamp timestamp = read_timestamp(view, target);
    return attempted(view, target, [&] { return timestamp.to_local_time().time_since_epoch(); });
}

std::chrono::months read_months(const ValueView& view, const Target& target) {
    const Interval interval = read_interval(view, target);
    if (interval.days() != 0 || interval.micros() != 0) throw_misfit(Misfit::inexact, view.kind(), target);
    return std::chrono::months(interval.months());
}

std::chrono::days read_days(const ValueView& view, const Target& target) {
    const Interval interval = read_interval(view, target);
    if (interval.months() != 0 || interval.micros() != 0) throw_misfit(Misfit::inexact, view.kind(), target);
    return std::chrono::days(interval.days());
}

std::chrono::microseconds read_micros(const ValueView& view, const Target& target) {
    const Interval interval = read_interval(view, target);
    if (interval.months() != 0 || interval.days() != 0) throw_misfit(Misfit::inexact, view.kind(), target);
    return std::chrono::microseconds(interval.micros());
}

void check_dimensions(const Array& array, std::size_t wanted, const Target& target) {
    const std::size_t dimensions = array.dimensions().size();
    if (dimensions != wanted && dimensions != 0) throw_misfit(Misfit::other_dimensions, Kind::array, target);
}

void check_length(std::size_t length, std::size_t wanted, Kind kind, const Target& target) {
    if (length != wanted) throw_misfit(Misfit::other_length, kind, target);
}

}  // namespace dbapi::detail
