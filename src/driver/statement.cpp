// SPDX-License-Identifier: BSL-1.0
//
// Numbering the parameters and writing the text that the database gets.
#include <algorithm>
#include <array>
#include <atomic>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <unordered_map>

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

void check_count(std::size_t parameters) {
    if (parameters > most_parameters) {
        throw ProgrammingError("the statement has more than 65535 parameters");
    }
}

std::string parameters_in_words(std::size_t count) {
    if (count == 0) return "no parameters";
    return std::to_string(count) + (count == 1 ? " parameter" : " parameters");
}

}  // namespace

// Writes sql() and keeps placeholders apart from words: PostgreSQL reads LIMIT$1 as one identifier.
class Statement::Writer {
 public:
    explicit Writer(Statement& to) noexcept : to_(to) {}

    void text(std::string_view text) {
        if (text.empty()) return;
        if (after_value_ && is_identifier_byte(text.front())) to_.sql_ += ' ';
        after_value_ = false;
        to_.sql_ += text;
    }

    void placeholder(std::size_t parameter) {
        begin_value();
        const std::size_t offset = to_.sql_.size();
        to_.sql_ += to_.native_ == Placeholder::dollar ? '$' : '?';
        if (to_.native_ != Placeholder::anonymous) to_.sql_ += std::to_string(parameter + 1);
        to_.slots_.push_back({offset, to_.sql_.size() - offset, parameter});
    }

    void null() {
        begin_value();
        to_.sql_ += "NULL";
    }

    void finish() {
        to_.is_verbatim_ = to_.sql_ == to_.text_;
        if (to_.is_verbatim_) to_.sql_ = std::string();
    }

 private:
    void begin_value() {
        if (!to_.sql_.empty() && is_identifier_byte(to_.sql_.back())) to_.sql_ += ' ';
        after_value_ = true;
    }

    Statement& to_;
    bool after_value_ = false;
};

Statement::Statement() : id_(next_id()) {}

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

std::shared_ptr<const Statement> Statement::expanded(std::span<const std::size_t> widths) const {
    if (widths.size() != parameter_count())
        throw InterfaceError("expanded() needs one width for each parameter");
    std::vector<std::size_t> first(widths.size());
    std::size_t total = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        first[i] = total;
        total += std::min<std::size_t>(widths[i], most_parameters + 1);
        check_count(total);
    }

    std::shared_ptr<Statement> made(new Statement);
    made->text_ = text_;
    made->keywords_ = keywords_;
    made->has_native_dollar_ = has_native_dollar_;
    made->native_ = native_;
    made->arity_ = total;
    for (std::uint32_t i = 0; i < total; ++i) made->positions_.push_back(i);

    Writer writer(*made);
    std::size_t copied = 0;
    for (const Slot& slot : slots_) {
        writer.text(std::string_view(sql()).substr(copied, slot.offset - copied));
        copied = slot.offset + slot.length;
        const std::size_t width = widths[slot.parameter];
        if (width == 0) writer.null();
        for (std::size_t i = 0; i < width; ++i) {
            if (i != 0) writer.text(", ");
            writer.placeholder(first[slot.parameter] + i);
        }
    }
    writer.text(std::string_view(sql()).substr(copied));
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
        for (std::uint32_t i = 0; i < keys.size(); ++i) table.try_emplace(keys[i], i);
    }
    std::vector<std::uint32_t> found;
    found.reserve(names_.size());
    for (const std::string& name : names_) {
        auto index = static_cast<std::uint32_t>(keys.size());
        if (keys.size() <= few) {
            index = static_cast<std::uint32_t>(std::ranges::find(keys, name) - keys.begin());
        } else if (const auto entry = table.find(name); entry != table.end()) {
            index = entry->second;
        }
        if (index == keys.size()) throw ProgrammingError("no value for parameter :" + name);
        found.push_back(index);
    }
    return found;
}

}  // namespace dbapi::driver
