// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/errors.hpp>
#include <dbapi/parameters.hpp>

namespace dbapi {

Parameters& Parameters::add(PositionalParameter parameter) {
    if (is_named()) throw ProgrammingError("parameters are either all positional or all named");
    notes_.reserve(notes_.size() + 1);
    values_.push_back(std::move(parameter.value_));
    notes_.push_back({parameter.hint_, parameter.is_list_});
    return *this;
}

Parameters& Parameters::set(std::string name, PositionalParameter parameter) {
    if (!is_named() && !values_.empty())
        throw ProgrammingError("parameters are either all positional or all named");
    const Note note{parameter.hint_, parameter.is_list_};
    const auto at = std::find(names_.begin(), names_.end(), name);
    if (at != names_.end()) {
        const auto index = static_cast<std::size_t>(at - names_.begin());
        values_[index] = std::move(parameter.value_);
        notes_[index] = note;
        return *this;
    }
    values_.reserve(values_.size() + 1);
    notes_.reserve(notes_.size() + 1);
    names_.push_back(std::move(name));
    values_.push_back(std::move(parameter.value_));
    notes_.push_back(note);
    return *this;
}

ValueView Parameters::view(std::size_t index) const {
    const Value& value = values_[index];
    if (notes_[index].is_list) return ValueView::expansion(*value.get_if<Array>());
    return detail::view_of(value, notes_[index].hint);
}

}  // namespace dbapi
