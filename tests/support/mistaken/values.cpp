// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in how values of the database become values of the program.
#include <algorithm>
#include <cstdint>
#include <string>

#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Binary;
using dbapi::Date;
using dbapi::Decimal;
using dbapi::Time;
using dbapi::Timestamp;
using dbapi::Value;

constexpr std::int64_t second = 1'000'000;

/// Changes the value when it holds a T.
template <class T, class F>
void change(Value& value, F&& changed) {
    if (const T* held = value.get_if<T>()) value = changed(T(*held));
}

/// Takes each byte of UTF-8 for a character of Latin 1.
std::string from_latin1(const std::string& bytes) {
    std::string text;
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        if (code < 0x80) {
            text += byte;
        } else {
            text += static_cast<char>(0xc0U | (code >> 6U));
            text += static_cast<char>(0x80U | (code & 0x3fU));
        }
    }
    return text;
}

std::string trimmed(std::string text) {
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

}  // namespace

std::vector<Mistake> mistakes_of_values() {
    return {
        {"null_is_zero",
         {"C114"},
         "NULL is read as 0",
         {.value =
              [](Value& value) {
                  if (value.is_null()) value = 0;
              }}},
        {"null_is_empty",
         {"C114"},
         "NULL is read as an empty string",
         {.value =
              [](Value& value) {
                  if (value.is_null()) value = "";
              }}},
        {"empty_is_null",
         {"C81"},
         "an empty string is read as NULL",
         {.value =
              [](Value& value) {
                  change<std::string>(value,
                                      [](const std::string& s) { return s.empty() ? Value() : Value(s); });
              }}},
        {"zero_is_null",
         {"C81"},
         "0 is read as NULL",
         {.value =
              [](Value& value) {
                  change<std::int64_t>(value, [](std::int64_t n) { return n == 0 ? Value() : Value(n); });
              }}},
        {"text_ends_at_nul",
         {"C81"},
         "text ends at its first NUL",
         {.value =
              [](Value& value) {
                  change<std::string>(value, [](const std::string& s) { return s.substr(0, s.find('\0')); });
              }}},
        {"bytes_end_at_nul",
         {"C81", "C113"},
         "bytes end at the first zero byte",
         {.value =
              [](Value& value) {
                  change<Binary>(
                      value, [](const Binary& b) { return Binary(b.view().substr(0, b.view().find('\0'))); });
              }}},
        {"bytes_are_text",
         {"C81", "C113"},
         "bytes are read as text",
         {.value =
              [](Value& value) {
                  change<Binary>(value, [](const Binary& b) { return std::string(b.view()); });
              }}},
        {"integers_of_32_bits",
         {"C81"},
         "integers lose all but their lower 32 bits",
         {.value =
              [](Value& value) {
                  change<std::int64_t>(value, [](std::int64_t n) { return static_cast<std::int32_t>(n); });
              }}},
        {"integers_through_double",
         {"C81"},
         "integers are read through a double, which holds 53 bits",
         {.value =
              [](Value& value) {
                  change<std::int64_t>(value, [](std::int64_t n) {
                      return static_cast<std::int64_t>(std::clamp(static_cast<double>(n), -9.2e18, 9.2e18));
                  });
              }}},
        {"reals_of_32_bits",
         {"C81"},
         "reals are rounded to 32 bits",
         {.value =
              [](Value& value) {
                  change<double>(value, [](double n) { return static_cast<double>(static_cast<float>(n)); });
              }}},
        {"reals_of_six_digits",
         {"C81"},
         "reals are read from six digits behind the point",
         {.value =
              [](Value& value) {
                  change<double>(value, [](double n) {
                      const std::string text = std::to_string(n);
                      return text.find_first_not_of("+-.0123456789") == text.npos ? std::stod(text) : n;
                  });
              }}},
        {"decimals_through_double",
         {"C116"},
         "decimals are read through a double",
         {.value =
              [](Value& value) {
                  change<Decimal>(value,
                                  [](const Decimal& d) { return Decimal(std::to_string(d.to_double())); });
              }}},
        {"text_in_latin1",
         {"C81"},
         "UTF-8 is taken for Latin 1",
         {.value = [](Value& value) { change<std::string>(value, from_latin1); }}},
        {"text_trimmed",
         {"C81"},
         "blanks at the end of text are cut off",
         {.value = [](Value& value) { change<std::string>(value, trimmed); }}},
        {"text_of_255_bytes",
         {"C81"},
         "text is cut after 255 bytes",
         {.value =
              [](Value& value) {
                  change<std::string>(value, [](const std::string& s) { return s.substr(0, 255); });
              }}},
        {"text_that_looks_like_a_number",
         {"C81"},
         "text of digits is read as a number",
         {.value =
              [](Value& value) {
                  change<std::string>(value, [](const std::string& s) {
                      const bool is_number =
                          !s.empty() && s.size() < 18 && s.find_first_not_of("0123456789") == s.npos;
                      return is_number ? Value(std::stoll(s)) : Value(s);
                  });
              }}},
        {"booleans_are_text",
         {"C117"},
         "booleans are read as the texts true and false",
         {.value = [](Value& value) { change<bool>(value, [](bool b) { return b ? "true" : "false"; }); }}},
        {"booleans_are_true",
         {"C117"},
         "every boolean is true",
         {.value = [](Value& value) { change<bool>(value, [](bool) { return true; }); }}},
        {"dates_off_by_a_day",
         {"C107", "C115"},
         "dates are a day late",
         {.value =
              [](Value& value) {
                  change<Date>(value, [](Date d) { return Date::from_days(d.days_since_epoch() + 1); });
              }}},
        {"times_lose_their_fraction",
         {"C107", "C115"},
         "times of day lose their microseconds",
         {.value =
              [](Value& value) {
                  change<Time>(value, [](Time t) {
                      const auto micros = t.micros_since_midnight();
                      return Time::from_micros(micros - micros % second, t.offset());
                  });
              }}},
        {"timestamps_lose_their_fraction",
         {"C107", "C115"},
         "timestamps lose their microseconds",
         {.value =
              [](Value& value) {
                  change<Timestamp>(value, [](Timestamp t) {
                      const auto micros = t.micros_since_epoch();
                      return Timestamp::from_micros(micros - (micros % second + second) % second, t.offset());
                  });
              }}},
        {"timestamps_lose_their_offset",
         {"C115"},
         "the offset of timestamps is not looked at",
         {.value =
              [](Value& value) {
                  change<Timestamp>(
                      value, [](Timestamp t) { return Timestamp::from_micros(t.micros_since_epoch()); });
              }}},
        {"dates_are_text",
         {"C107", "C115"},
         "dates are read as text",
         {.value = [](Value& value) { change<Date>(value, [](Date d) { return d.to_string(); }); }}},
    };
}

}  // namespace testing::mistaken
