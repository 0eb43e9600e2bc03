// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as the value of any built-in type: two bytes of its OID, one for the format, the value. A codec
// may refuse them with a DataError; what it accepts must be one value, however it is looked at.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <dbapi/convert.hpp>
#include <dbapi/errors.hpp>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/registry.hpp"

namespace {

using dbapi::Kind;
using dbapi::Value;
using dbapi::ValueView;
using dbapi::libpq::TypeInfo;

struct Input {
    const TypeInfo& type;
    bool is_binary;
    std::string_view bytes;
};

void require(bool holds, const char* promise, const Input& input) {
    if (holds) return;
    std::cerr << promise << ": " << input.type.name << (input.is_binary ? " in binary\n" : " as text\n");
    std::abort();
}

/// Returns what the function returns, or nothing when it refuses. Another exception ends the program.
template <class Function>
auto unless_refused(Function&& function) -> std::optional<decltype(function())> {
    try {
        return function();
    } catch (const dbapi::DataError&) {
    } catch (const dbapi::InterfaceError&) {
    }
    return std::nullopt;
}

template <class T>
void convert_to(const ValueView& view, const Value& value) {
    const auto from_view = unless_refused([&] { return dbapi::convert<T>(view); });
    const auto from_value = unless_refused([&] { return dbapi::convert<T>(ValueView(value)); });
    if (from_view.has_value() != from_value.has_value()) {
        std::cerr << "view and value convert differently to " << dbapi::detail::type_name<T>() << '\n';
        std::abort();
    }
}

void convert_to_all(const ValueView& view, const Value& value) {
    convert_to<Value>(view, value);
    convert_to<bool>(view, value);
    convert_to<std::int16_t>(view, value);
    convert_to<std::uint64_t>(view, value);
    convert_to<float>(view, value);
    convert_to<double>(view, value);
    convert_to<dbapi::Decimal>(view, value);
    convert_to<std::string>(view, value);
    convert_to<dbapi::Binary>(view, value);
    convert_to<dbapi::Date>(view, value);
    convert_to<dbapi::Time>(view, value);
    convert_to<dbapi::Timestamp>(view, value);
    convert_to<dbapi::Interval>(view, value);
    convert_to<dbapi::Uuid>(view, value);
    convert_to<dbapi::Json>(view, value);
    convert_to<dbapi::Array>(view, value);
    convert_to<std::chrono::year_month_day>(view, value);
    convert_to<std::chrono::sys_time<std::chrono::nanoseconds>>(view, value);
    convert_to<std::chrono::local_time<std::chrono::seconds>>(view, value);
    convert_to<std::vector<std::optional<std::int64_t>>>(view, value);
    convert_to<std::vector<std::string>>(view, value);
}

/// The value that the core reads from a text for the same kind; nothing for kinds that text does not tell.
std::optional<Value> read_again(Kind kind, const std::string& text) {
    switch (kind) {
        case Kind::decimal: return dbapi::Decimal::parse(text);
        case Kind::date: return dbapi::Date::parse(text);
        case Kind::time: return dbapi::Time::parse(text);
        case Kind::timestamp: return dbapi::Timestamp::parse(text);
        case Kind::interval: return dbapi::Interval::parse(text);
        case Kind::uuid: return dbapi::Uuid::parse(text);
        default: return std::nullopt;
    }
}

void check(const Input& input) {
    const auto view_bytes = input.is_binary ? input.type.view_binary : input.type.view_text;
    if (!view_bytes) return;
    const auto view = unless_refused([&] { return view_bytes(input.bytes); });
    if (!view) return;
    require(view->kind() == input.type.kind, "the view has another kind than its type", input);

    const auto value = unless_refused([&] { return view->to_value(); });
    const auto text = unless_refused([&] {
        std::string appended = "before ";
        view->append_text(appended);
        return appended;
    });
    require(value.has_value() == text.has_value(), "it is malformed only as value, or only as text", input);
    if (!value) return;
    require(value->kind() == view->kind(), "the value has another kind than the view", input);
    require("before " + value->to_string() == *text, "the text is not that of the value", input);
    if (const auto again = read_again(value->kind(), value->to_string())) {
        require(*again == *value, "the text is that of another value", input);
    }
    convert_to_all(*view, *value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const auto oid = static_cast<std::uint32_t>(data[0] << 8U | data[1]);
    const auto types = dbapi::libpq::built_in_types();
    const TypeInfo* type = dbapi::libpq::find_type(oid);
    if (!type) type = &types[oid % types.size()];
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
    check({*type, (data[2] & 1U) != 0, bytes});
    return 0;
}
