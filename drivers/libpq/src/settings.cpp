// SPDX-License-Identifier: BSL-1.0
#include "settings.hpp"

#include <charconv>
#include <dbapi/errors.hpp>

namespace dbapi::libpq {
namespace {

std::size_t number_of(std::string_view name, std::string_view value) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size()) {
        throw ProgrammingError("the connection parameter " + std::string(name) + " is a number from 0");
    }
    return number;
}

Format format_of(std::string_view value) {
    if (value == "auto") return Format::automatic;
    if (value == "text") return Format::text;
    if (value == "binary") return Format::binary;
    throw ProgrammingError("the connection parameter format is auto, text or binary");
}

HostOrder host_order_of(std::string_view value) {
    if (value == "disable") return HostOrder::as_written;
    if (value == "random") return HostOrder::random;
    throw ProgrammingError("the connection parameter load_balance_hosts is disable or random");
}

}  // namespace

bool Settings::set(std::string_view name, std::string_view value) {
    if (name == "format") {
        format = format_of(value);
    } else if (name == "prepare_threshold") {
        prepare_threshold = number_of(name, value);
    } else if (name == "prepared_max") {
        prepared_max = number_of(name, value);
    } else if (name == "load_balance_hosts") {
        host_order = host_order_of(value);
    } else {
        return false;
    }
    return true;
}

std::string take_settings(std::string dsn, Settings& settings) {
    const auto question = dsn.find('?');
    if (dsn.find("://") == std::string::npos || question == std::string::npos) return dsn;
    std::string kept;
    const std::string_view query = std::string_view(dsn).substr(question + 1);
    for (std::size_t begin = 0; begin <= query.size();) {
        const auto end = std::min(query.find('&', begin), query.size());
        const auto item = query.substr(begin, end - begin);
        const auto equals = item.find('=');
        const bool ours =
            equals != std::string_view::npos && settings.set(item.substr(0, equals), item.substr(equals + 1));
        if (!ours) {
            kept += kept.empty() ? '?' : '&';
            kept += item;
        }
        begin = end + 1;
    }
    if (kept == "?") kept.clear();
    return dsn.substr(0, question) + kept;
}

}  // namespace dbapi::libpq
