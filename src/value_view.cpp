// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <dbapi/errors.hpp>
#include <dbapi/value_view.hpp>
#include <limits>

namespace dbapi {
namespace {

constexpr std::int32_t no_offset = std::numeric_limits<std::int32_t>::min();

template <class Temporal>
std::uint32_t pack_offset(const Temporal& temporal) noexcept {
    const auto offset = temporal.offset();
    return static_cast<std::uint32_t>(offset ? static_cast<std::int32_t>(offset->count()) : no_offset);
}

std::optional<std::chrono::seconds> unpack_offset(std::uint32_t packed) noexcept {
    const auto offset = static_cast<std::int32_t>(packed);
    if (offset == no_offset) return std::nullopt;
    return std::chrono::seconds(offset);
}

template <class Real>
void append_real(Real number, std::string& text) {
    if (std::isnan(number)) {
        text += "NaN";
    } else if (std::isinf(number)) {
        text += number < 0 ? "-Infinity" : "Infinity";
    } else {
        std::array<char, 32> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
        text.append(buffer.data(), end);
    }
}

void append_hex(std::string_view bytes, std::string& text) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += "\\x";
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += digits[value >> 4U];
        text += digits[value & 15U];
    }
}

/// An element as PostgreSQL writes it inside braces: quoted when it could be read as something else.
void append_element(const Value& element, std::string& text) {
    if (element.is_null()) {
        text += "NULL";
        return;
    }
    const std::string plain = element.to_string();
    const bool upper_null = plain.size() == 4 && std::equal(plain.begin(), plain.end(), "null",
                                                            [](char a, char b) { return (a | 0x20) == b; });
    if (!plain.empty() && !upper_null && plain.find_first_of("{},\"\\ \t\n\r\v\f") == std::string::npos) {
        text += plain;
        return;
    }
    text += '"';
    for (const char c : plain) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    text += '"';
}

void append_dimension(const Array& array, std::size_t depth, std::size_t& next, std::string& text) {
    text += '{';
    for (std::size_t i = 0; i < array.dimensions()[depth].length; ++i) {
        if (i > 0) text += ',';
        if (depth + 1 < array.dimensions().size()) {
            append_dimension(array, depth + 1, next, text);
        } else {
            append_element(array.elements()[next++], text);
        }
    }
    text += '}';
}

void append_array(const Array& array, std::string& text) {
    const auto dimensions = array.dimensions();
    if (std::any_of(dimensions.begin(), dimensions.end(), [](const auto& d) { return d.lower_bound != 1; })) {
        for (const auto& dimension : dimensions) {
            const auto upper = static_cast<std::int64_t>(dimension.lower_bound) +
                               static_cast<std::int64_t>(dimension.length) - 1;
            text += '[' + std::to_string(dimension.lower_bound) + ':' + std::to_string(upper) + ']';
        }
        text += '=';
    }
    std::size_t next = 0;
    if (dimensions.empty()) {
        text += "{}";
    } else {
        append_dimension(array, 0, next, text);
    }
}

}  // namespace

void ValueView::throw_too_long() {
    throw OperationalError("a value of more than 2147483647 bytes",
                           ErrorDetails{.sqlstate = sqlstate::program_limit});
}

ValueView ValueView::time(Time time) noexcept {
    ValueView view(Kind::time, 0, time.micros_since_midnight());
    view.size_ = pack_offset(time);
    return view;
}

ValueView ValueView::timestamp(Timestamp timestamp) noexcept {
    ValueView view(Kind::timestamp, 0, timestamp.micros_since_2000());
    view.size_ = pack_offset(timestamp);
    return view;
}

ValueView ValueView::uuid(const Uuid& uuid) {
    const auto bytes = uuid.bytes();
    return {Kind::uuid, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, nullptr};
}

ValueView ValueView::interval(const Interval& interval) {
    static_assert(sizeof(Interval) == 16 && std::is_trivially_copyable_v<Interval>);
    return {Kind::interval, {reinterpret_cast<const char*>(&interval), sizeof(Interval)}, nullptr};
}

Time ValueView::as_time() const { return Time::from_micros(payload_.integer, unpack_offset(size_)); }

Timestamp ValueView::as_timestamp() const noexcept {
    return Timestamp::from_micros_since_2000(payload_.integer, unpack_offset(size_));
}

Uuid ValueView::as_uuid() const {
    return Uuid(std::span<const std::byte, 16>(reinterpret_cast<const std::byte*>(payload_.bytes), 16));
}

Interval ValueView::as_interval() const noexcept {
    Interval interval;
    std::memcpy(static_cast<void*>(&interval), payload_.bytes, sizeof interval);
    return interval;
}

ValueView::ValueView(const Value& value) : ValueView() {
    struct Viewer {
        ValueView operator()(Null) const noexcept { return {}; }
        ValueView operator()(bool flag) const noexcept { return boolean(flag); }
        ValueView operator()(std::int64_t number) const noexcept { return integer(number); }
        ValueView operator()(double number) const noexcept { return real(number); }
        ValueView operator()(const Decimal& number) const { return decimal(number.str()); }
        ValueView operator()(const std::string& text) const { return string(text); }
        ValueView operator()(const Binary& bytes) const { return binary(bytes.bytes()); }
        ValueView operator()(Date d) const noexcept { return date(d); }
        ValueView operator()(Time t) const noexcept { return time(t); }
        ValueView operator()(Timestamp t) const noexcept { return timestamp(t); }
        ValueView operator()(const Interval& i) const { return interval(i); }
        ValueView operator()(const Uuid& u) const { return uuid(u); }
        ValueView operator()(const Json& j) const { return json(j.str()); }
        ValueView operator()(const Array& a) const noexcept { return array(a); }
        ValueView operator()(const Other& o) const noexcept { return other(o); }
    };
    *this = value.visit(Viewer{});
}

Value ValueView::to_value() const {
    if (codec_) return codec_->to_value(bytes());
    switch (kind_) {
        case Kind::null: return {};
        case Kind::boolean: return as_boolean();
        case Kind::integer: return as_integer();
        case Kind::real: return as_real();
        case Kind::decimal: return Decimal::from_trusted(std::string(bytes()));
        case Kind::string: return bytes();
        case Kind::binary: return Binary(bytes());
        case Kind::date: return as_date();
        case Kind::time: return as_time();
        case Kind::timestamp: return as_timestamp();
        case Kind::interval: return as_interval();
        case Kind::uuid: return as_uuid();
        case Kind::json: return Json(std::string(bytes()));
        case Kind::array: return as_array();
        case Kind::other: return as_other();
    }
    return {};
}

void ValueView::append_text(std::string& text) const {
    if (codec_) {
        codec_->append_text(bytes(), text);
        return;
    }
    switch (kind_) {
        case Kind::null: text += "NULL"; break;
        case Kind::boolean: text += as_boolean() ? "true" : "false"; break;
        case Kind::integer: text += std::to_string(as_integer()); break;
        case Kind::real:
            if (width_ == sizeof(float)) {
                append_real(static_cast<float>(as_real()), text);
            } else {
                append_real(as_real(), text);
            }
            break;
        case Kind::decimal:
        case Kind::string:
        case Kind::json: text += bytes(); break;
        case Kind::binary: append_hex(bytes(), text); break;
        case Kind::date: text += as_date().to_string(); break;
        case Kind::time: text += as_time().to_string(); break;
        case Kind::timestamp: text += as_timestamp().to_string(); break;
        case Kind::interval: text += as_interval().to_string(); break;
        case Kind::uuid: text += as_uuid().to_string(); break;
        case Kind::array: append_array(as_array(), text); break;
        case Kind::other: text += as_other().bytes(); break;
    }
}

}  // namespace dbapi
