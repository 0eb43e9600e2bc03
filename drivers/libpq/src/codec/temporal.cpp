// SPDX-License-Identifier: BSL-1.0
#include "codec/temporal.hpp"

#include <chrono>
#include <dbapi/temporal.hpp>

namespace dbapi::libpq {
namespace {

constexpr Codec interval_codec{
    .to_value = [](std::string_view bytes) { return Value(Interval::parse(bytes)); },
    .append_text = [](std::string_view bytes,
                      std::string& text) { text += Interval::parse(bytes).to_string(); },
};

}  // namespace

ValueView view_date_text(std::string_view text) { return ValueView::date(Date::parse(text)); }
ValueView view_time_text(std::string_view text) { return ValueView::time(Time::parse(text)); }
ValueView view_timestamp_text(std::string_view text) { return ValueView::timestamp(Timestamp::parse(text)); }

ValueView view_timestamptz_text(std::string_view text) {
    const Timestamp shown = Timestamp::parse(text);
    return ValueView::timestamp(
        Timestamp::from_micros_since_2000(shown.micros_since_2000(), std::chrono::seconds(0)));
}

ValueView view_interval_text(std::string_view text) {
    return ValueView::encoded(Kind::interval, text, interval_codec);
}

}  // namespace dbapi::libpq
