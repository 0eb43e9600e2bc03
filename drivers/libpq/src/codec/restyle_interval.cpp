// SPDX-License-Identifier: BSL-1.0
#include <dbapi/errors.hpp>
#include <iterator>

#include "codec/restyle.hpp"

namespace dbapi::libpq {
namespace {

[[noreturn]] void refuse() {
    throw DataError("not a valid INTERVAL in the session's IntervalStyle", ErrorDetails{.sqlstate = "22007"});
}

/// Returns what stands before the next `separator`, or all, and passes both.
std::string_view take_until(std::string_view& text, char separator) {
    const auto part = text.substr(0, text.find(separator));
    text.remove_prefix(part.size() < text.size() ? part.size() + 1 : part.size());
    return part;
}

struct Sign {
    bool is_given;
    bool is_negative;
};

Sign take_sign(std::string_view& text) {
    const Sign sign{text.starts_with('+') || text.starts_with('-'), text.starts_with('-')};
    if (sign.is_given) text.remove_prefix(1);
    return sign;
}

/// Appends "-3D". What stands for a number has digits alone, else letters in it could pass for designators.
void append_part(std::string& iso, bool is_negative, std::string_view number, char designator) {
    const std::string_view allowed = designator == 'S' ? "0123456789." : "0123456789";
    if (number.empty() || number.find_first_not_of(allowed) != std::string_view::npos) refuse();
    if (is_negative) iso += '-';
    iso.append(number) += designator;
}

/// Appends "1-2": years and months.
void append_years(std::string& iso, bool is_negative, std::string_view text) {
    append_part(iso, is_negative, take_until(text, '-'), 'Y');
    append_part(iso, is_negative, text, 'M');
}

/// Appends "4:05:06.5".
void append_clock(std::string& iso, bool is_negative, std::string_view text) {
    iso += 'T';
    append_part(iso, is_negative, take_until(text, ':'), 'H');
    append_part(iso, is_negative, take_until(text, ':'), 'M');
    append_part(iso, is_negative, text, 'S');
}

}  // namespace

std::string iso_from_verbose_interval(std::string_view text) {
    struct Unit {
        std::string_view name;
        char designator;
    };
    constexpr Unit units[] = {{"year", 'Y'}, {"mon", 'M'}, {"day", 'D'},
                              {"hour", 'H'}, {"min", 'M'}, {"sec", 'S'}};
    constexpr std::size_t first_of_clock = 3;

    if (take_until(text, ' ') != "@") refuse();
    if (text == "0") return "PT0S";
    constexpr std::string_view ago = " ago";  // turns all signs
    const bool is_ago = text.ends_with(ago);
    if (is_ago) text.remove_suffix(ago.size());

    std::string iso = "P";
    bool in_clock = false;
    std::size_t next = 0;
    do {
        auto number = take_until(text, ' ');
        auto name = take_until(text, ' ');
        if (name.ends_with('s')) name.remove_suffix(1);
        while (next < std::size(units) && units[next].name != name) ++next;
        if (next == std::size(units)) refuse();
        if (next >= first_of_clock && !in_clock) iso += 'T';
        in_clock = next >= first_of_clock;
        const bool is_negative = take_sign(number).is_negative != is_ago;
        append_part(iso, is_negative, number, units[next++].designator);
    } while (!text.empty());
    return iso;
}

std::string iso_from_sql_interval(std::string_view text) {
    if (text == "0") return "PT0S";
    std::string iso = "P";
    auto sign = take_sign(text);
    auto first = take_until(text, ' ');
    auto second = take_until(text, ' ');
    if (!text.empty()) {
        // Three parts, "+1-2 -3 +4:05:06": each has a sign.
        append_years(iso, sign.is_negative, first);
        const auto days = take_sign(second);
        const auto clock = take_sign(text);
        if (!sign.is_given || !days.is_given || !clock.is_given) refuse();
        append_part(iso, days.is_negative, second, 'D');
        append_clock(iso, clock.is_negative, text);
    } else if (!second.empty()) {
        // "-3 4:05:06": the sign is that of both.
        append_part(iso, sign.is_negative, first, 'D');
        append_clock(iso, sign.is_negative, second);
    } else if (first.find(':') != std::string_view::npos) {
        append_clock(iso, sign.is_negative, first);
    } else {
        append_years(iso, sign.is_negative, first);
    }
    return iso;
}

}  // namespace dbapi::libpq
