// SPDX-License-Identifier: BSL-1.0
//
// Numbering the parameters and writing the text that the database gets.
#include <algorithm>
#include <array>
#include <atomic>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <unordered_map>

#include "driver/statement_parts.hpp"

namespace dbapi::driver {
namespace {

MarkerSyntax syntax_of(ParamStyle style, bool by_name) noexcept {
    switch (style) {
        case ParamStyle::automatic: break;
        case ParamStyle::qmark: return MarkerSyntax::qmark;
        case ParamStyle::numeric: return MarkerSyntax::colon_number;
        case ParamStyle::named: return MarkerSyntax::colon_name;
        case ParamStyle::format:
        case ParamStyle::pyformat: return MarkerSyntax::percent;
        case ParamStyle::dollar: return MarkerSyntax::dollar;
    }
    return by_name ? MarkerSyntax::colon_name : MarkerSyntax::qmark_or_dollar;
}

std::uint64_t next_id() noexcept {
    static constinit std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

std::string parameters_in_words(std::size_t count) {
    if (count == 0) return "no parameters";
    return std::to_string(count) + (count == 1 ? " parameter" : " parameters");
}

}  // namespace

Statement::Statement() : id_(next_id()), made_(std::make_unique<Made>()) {}

Statement::~Statement() = default;

// Gives each marker, in order, its native parameter.
void Statement::number_parameters(const ScannedSql& scanned, std::vector<std::uint32_t>& parameters) {
    const bool shared = native_ != Placeholder::anonymous;
    std::unordered_map<std::string_view, std::uint32_t> known_names;
    for (const Mark& mark : scanned.marks) {
        if (mark.kind == Mark::Kind::escape) continue;
        const auto next = static_cast<std::uint32_t>(parameter_count());
        if (mark.kind != Mark::Kind::name) {
            arity_ = std::max(arity_, std::size_t{mark.index} + 1);
            parameters.push_back(shared ? mark.index : next);
            if (!shared) positions_.push_back(mark.index);
        } else if (!shared) {
            parameters.push_back(next);
            names_.emplace_back(mark.name);
        } else {
            const auto [known, is_new] = known_names.try_emplace(mark.name, next);
            parameters.push_back(known->second);
            if (is_new) names_.emplace_back(mark.name);
        }
        check_count(parameter_count());
    }
    if (!shared || is_named()) return;

    // So far parameters holds indexes into the user's sequence: leave out those that no marker uses.
    std::vector<std::uint32_t> native_of(arity_, 0);
    for (const std::uint32_t index : parameters) native_of[index] = 1;
    for (std::uint32_t index = 0; index < native_of.size(); ++index) {
        if (native_of[index] == 0) continue;
        native_of[index] = static_cast<std::uint32_t>(positions_.size());
        positions_.push_back(index);
    }
    for (std::uint32_t& parameter : parameters) parameter = native_of[parameter];
}

std::shared_ptr<const Statement> Statement::parse(std::string_view text, ParamStyle style, bool by_name,
                                                  Placeholder native) {
    ScannedSql scanned = scan_sql(text, syntax_of(style, by_name));
    std::shared_ptr<Statement> made(new Statement);
    made->text_ = text;
    made->keywords_ = std::move(scanned.keywords);
    made->has_native_dollar_ = scanned.has_native_dollar;
    made->native_ = native;
    if (scanned.marks.empty()) {
        made->is_verbatim_ = true;
        return made;
    }

    std::vector<std::uint32_t> parameters;
    made->number_parameters(scanned, parameters);
    if (style == ParamStyle::format && made->is_named()) {
        throw ProgrammingError("%(name)s belongs to the pyformat style, but the style is format");
    }

    made->sql_.reserve(text.size() + 4 * parameters.size());
    Writer writer(*made);
    std::size_t copied = 0;
    auto parameter = parameters.begin();
    for (const Mark& mark : scanned.marks) {
        writer.text(text.substr(copied, mark.offset - copied));
        copied = mark.offset + mark.length;
        if (mark.kind == Mark::Kind::escape) {
            writer.text(text.substr(copied - 1, 1));
        } else {
            writer.placeholder(*parameter++);
        }
    }
    writer.text(text.substr(copied));
    writer.finish();
    return made;
}

bool Statement::is_transaction_control() const noexcept {
    static constexpr auto keywords = std::to_array<std::string_view>(
        {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ROLLBACK TO", "ABORT", "SAVEPOINT", "RELEASE"});
    return std::ranges::find(keywords, keyword()) != keywords.end();
}

void Statement::check_positional(std::size_t given) const {
    if (is_named() && given != 0) {
        throw ProgrammingError(
            "the statement takes its parameters by name, but they were given as a sequence");
    }
    const std::size_t taken = is_named() ? names_.size() : arity_;
    if (given == taken) return;
    throw ProgrammingError("the statement takes " + parameters_in_words(taken) + ", but " +
                           (given == 0 ? "none" : std::to_string(given)) + (given == 1 ? " was" : " were") +
                           " given");
}

void Statement::check_named() const {
    if (positions_.empty()) return;
    throw ProgrammingError("the statement takes its parameters as a sequence, but they were given by name");
}

std::vector<std::uint32_t> Statement::map_names(std::span<const std::string_view> keys) const {
    check_named();
    constexpr std::size_t few = 16;  // below, searching is faster than a table
    std::unordered_map<std::string_view, std::uint32_t> table;
    if (keys.size() > few) {
        table.reserve(keys.size());
        for (std::uint32_t i = 0; i < keys.size(); ++i) table.insert_or_assign(keys[i], i);
    }
    std::vector<std::uint32_t> found;
    found.reserve(names_.size());
    for (const std::string& name : names_) {
        auto index = static_cast<std::uint32_t>(keys.size());
        if (keys.size() <= few) {
            for (std::uint32_t i = 0; i < keys.size(); ++i) {
                if (keys[i] == name) index = i;
            }
        } else if (const auto entry = table.find(name); entry != table.end()) {
            index = entry->second;
        }
        if (index == keys.size()) throw ProgrammingError("no value for parameter :" + name);
        found.push_back(index);
    }
    return found;
}

}  // namespace dbapi::driver
