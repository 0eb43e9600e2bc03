// SPDX-License-Identifier: BSL-1.0
#include "pq/prepared_begins.hpp"

#include <algorithm>
#include <random>

namespace dbapi::libpq {

PreparedBegins::Entry* PreparedBegins::find(std::string_view sql) {
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.sql == sql; });
    if (found != entries_.end()) {
        if (found->state == State::used_once) found->state = State::due;
        return found;
    }
    // In the place of one that may never come again, such as that of a time; those that came twice stay.
    const auto place = std::find_if(entries_.begin(), entries_.end(),
                                    [](const Entry& e) { return e.state == State::used_once; });
    if (place != entries_.end()) *place = {.sql = std::string(sql), .name = make_name()};
    return nullptr;
}

std::string PreparedBegins::make_name() {
    if (prefix_.empty()) prefix_ = "dbapi_begin_" + std::to_string(std::random_device{}()) + '_';
    return prefix_ + std::to_string(++last_name_);
}

}  // namespace dbapi::libpq
