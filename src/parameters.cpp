// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/errors.hpp>
#include <dbapi/parameters.hpp>

namespace dbapi {

Parameters& Parameters::add(Value value) {
    if (is_named()) throw ProgrammingError("parameters are either all positional or all named");
    values_.push_back(std::move(value));
    return *this;
}

Parameters& Parameters::set(std::string name, Value value) {
    if (!is_named() && !values_.empty())
        throw ProgrammingError("parameters are either all positional or all named");
    const auto at = std::find(names_.begin(), names_.end(), name);
    if (at != names_.end()) {
        values_[static_cast<std::size_t>(at - names_.begin())] = std::move(value);
        return *this;
    }
    values_.reserve(values_.size() + 1);
    names_.push_back(std::move(name));
    values_.push_back(std::move(value));
    return *this;
}

}  // namespace dbapi
