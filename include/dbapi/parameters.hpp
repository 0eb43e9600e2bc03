// SPDX-License-Identifier: BSL-1.0
//
// Parameters of a statement: built at run time as a value, or bound straight from the arguments of execute().
#pragma once

#include <concepts>
#include <cstddef>
#include <dbapi/export.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <initializer_list>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dbapi {

/// The type of null_of<T>.
template <class T>
struct TypedNull {
    /// Makes NULL; a Value knows no type of it.
    operator Value() const noexcept { return {}; }
};

/// NULL as a parameter of the SQL type that a T has, for a statement that leaves the type open, such as
/// `SELECT ?`. An empty std::optional<T> says the same.
template <class T>
inline constexpr TypedNull<T> null_of{};

/// The values of an IN list, made by expand().
class ExpandedList {
 public:
    explicit ExpandedList(std::vector<Value> values) : values_(std::move(values)) {}
    [[nodiscard]] const Array& values() const noexcept { return values_; }

 private:
    Array values_;
};

/// Returns a parameter that stands for a list: `id IN (?)` becomes `id IN (?, ?, ?)` with three values.
/// An empty range becomes NULL, so that IN matches nothing (and NOT IN nothing as well, as SQL has it).
/// The range is read at once, and once only; its elements may be of any type that execute() takes.
template <std::ranges::input_range R>
[[nodiscard]] ExpandedList expand(R&& range);
template <class T>
[[nodiscard]] ExpandedList expand(std::initializer_list<T> list);

namespace detail {

/// Views a value with what is known of the type of a NULL, an integer, or of an array's elements.
[[nodiscard]] inline ValueView view_of(const Value& value, TypeHint hint) {
    if (value.is_null()) return ValueView::null_of(hint);
    if (const auto* array = value.get_if<Array>()) return ValueView::array(*array, hint);
    if (const auto* number = value.get_if<std::int64_t>(); number && hint.kind == Kind::integer) {
        return ValueView::integer(*number, hint.width);
    }
    return ValueView(value);
}

}  // namespace detail

/// One parameter by its place, as it is written in `{1, "ann", expand(ids)}`: of any type that execute()
/// takes, and owned.
class PositionalParameter {
 public:
    /// Makes NULL.
    PositionalParameter() noexcept = default;

    template <class T>
    PositionalParameter(const T& value);
    PositionalParameter(const ExpandedList& list) : value_(list.values()), is_list_(true) {}

    /// Returns the value; of an expand() an Array.
    [[nodiscard]] const Value& value() const noexcept { return value_; }
    /// Returns the value as it is bound, with what its C++ type told. Lifetime: as this object.
    [[nodiscard]] ValueView view() const {
        return is_list_ ? ValueView::expansion(*value_.get_if<Array>()) : detail::view_of(value_, hint_);
    }

 private:
    friend class Parameters;

    Value value_;
    TypeHint hint_{};  // of a NULL, an integer, or of an array's elements
    bool is_list_ = false;
};

/// One parameter with its name, as it is written in `{{"least", 100}, {"ids", expand(ids)}}`. The name is
/// borrowed for the duration of a call, the value owned; it may be of any type that execute() takes. Of those
/// with the same name the last one counts.
class NamedParameter {
 public:
    NamedParameter(std::string_view name, PositionalParameter parameter)
        : name_(name), parameter_(std::move(parameter)) {}

    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] const Value& value() const noexcept { return parameter_.value(); }
    /// Returns the value as it is bound. Lifetime: as this object.
    [[nodiscard]] ValueView view() const { return parameter_.view(); }

 private:
    std::string_view name_;
    PositionalParameter parameter_;
};

/// Parameters by position or by name, built at run time.
///
///     dbapi::Parameters p;
///     p.set("least", 100).set("owner", "ann");
class DBAPI_EXPORT Parameters {
 public:
    Parameters() = default;

    /// Makes positional parameters.
    explicit Parameters(std::vector<Value> values) : values_(std::move(values)), notes_(values_.size()) {}

    /// Appends a positional parameter, of any type that execute() takes.
    /// @throws ProgrammingError  there are named ones.
    Parameters& add(PositionalParameter parameter);

    /// Sets a named parameter, without its marker: "least", not ":least"; the last value given for a name
    /// counts.
    /// @throws ProgrammingError  there are positional ones.
    Parameters& set(std::string name, PositionalParameter parameter);

    [[nodiscard]] bool is_named() const noexcept { return !names_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
    /// Returns the values; that of an expand() is an Array.
    [[nodiscard]] std::span<const Value> values() const noexcept { return values_; }
    /// Returns one of them as it is bound, with what its C++ type told. Lifetime: until this object changes.
    /// @pre  index < size().
    [[nodiscard]] ValueView view(std::size_t index) const;
    /// Returns the names, parallel to values(); empty when positional.
    [[nodiscard]] std::span<const std::string> names() const noexcept { return names_; }

 private:
    struct Note {  // what a Value cannot hold
        TypeHint hint{};
        bool is_list = false;
    };

    std::vector<Value> values_;
    std::vector<Note> notes_;  // parallel to values_
    std::vector<std::string> names_;
};

namespace detail {

/// A parameter list as the core takes it: views of what the caller holds, in the order given.
struct BoundParameters {
    std::span<const ValueView> values{};
    std::span<const std::string_view> names{};  // parallel to values when by_name
    bool by_name = false;
};

}  // namespace detail
}  // namespace dbapi
