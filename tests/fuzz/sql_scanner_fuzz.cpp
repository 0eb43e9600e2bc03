// SPDX-License-Identifier: BSL-1.0
//
// Parses any bytes in every style. Apart from not crashing it holds the rewritten text to one strong promise:
// read again in dollar style it has the same parameters, statements and keyword, and needs no further change.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <iostream>
#include <memory>
#include <string_view>
#include <vector>

namespace {

using dbapi::ParamStyle;
using dbapi::driver::Placeholder;
using dbapi::driver::Statement;

void require(bool holds, const char* promise, const Statement& statement) {
    if (holds) return;
    std::cerr << promise << "\ntext: " << statement.text() << "\nsql:  " << statement.sql() << '\n';
    std::abort();
}

std::shared_ptr<const Statement> parse(std::string_view text, ParamStyle style, bool by_name,
                                       Placeholder native) {
    try {
        return Statement::parse(text, style, by_name, native);
    } catch (const dbapi::Error&) {
        return nullptr;
    }
}

void check_same_shape(const Statement& made, const Statement& again) {
    require(again.parameter_count() == made.parameter_count(), "the database sees other parameters", made);
    require(again.statement_count() == made.statement_count(), "the database sees other statements", made);
    require(again.keyword() == made.keyword(), "the database sees another keyword", made);
}

void check_read_again(const Statement& made) {
    if (made.has_native_dollar()) return;  // a plain $1 would now be a marker
    const auto again = parse(made.sql(), ParamStyle::dollar, false, Placeholder::dollar);
    require(again != nullptr, "the database cannot read it", made);
    require(again->sql() == made.sql(), "it changes when it is parsed again", made);
    check_same_shape(made, *again);
}

void check_statement(const Statement& made, ParamStyle style, Placeholder native) {
    const std::size_t count = made.parameter_count();
    require(made.is_named() ? made.names().size() == count && made.arity() == 0
                            : made.positions().size() == count,
            "a parameter has neither name nor position", made);
    for (const std::uint32_t position : made.positions()) {
        require(position < made.arity(), "a position is beyond the arity", made);
    }
    if (made.text().find_first_of("?$:%\\") == std::string::npos) {
        require(count == 0 && made.sql() == made.text(), "a plain text is not passed on as it is", made);
    }
    if (count == 0 && style == ParamStyle::dollar)
        require(made.sql() == made.text(), "nothing to change", made);
    if (native == Placeholder::dollar) check_read_again(made);

    std::vector<std::size_t> widths(count);
    std::size_t total = 0;
    for (std::size_t i = 0; i < count; ++i) total += widths[i] = (i + made.text().size()) % 4;
    const auto wide = made.expanded(widths);
    require(wide->parameter_count() == total && wide->arity() == total, "expansion loses parameters", *wide);
    if (native == Placeholder::dollar && std::ranges::find(widths, 0U) == widths.end())
        check_read_again(*wide);
    if (native != Placeholder::dollar || count == 0) return;
    const auto narrow = made.expanded(std::vector<std::size_t>(count, 1));
    require(narrow->sql() == made.sql(), "expansion by nothing changes the text", made);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const ParamStyle style :
         {ParamStyle::automatic, ParamStyle::qmark, ParamStyle::numeric, ParamStyle::named,
          ParamStyle::format, ParamStyle::pyformat, ParamStyle::dollar}) {
        for (const bool by_name : {false, true}) {
            for (const Placeholder native :
                 {Placeholder::dollar, Placeholder::question, Placeholder::anonymous}) {
                const auto made = parse(text, style, by_name, native);
                const auto again = parse(text, style, by_name, native);
                if ((made == nullptr) != (again == nullptr)) std::abort();
                if (!made) continue;
                require(made->sql() == again->sql(), "parsing twice differs", *made);
                check_same_shape(*made, *again);
                check_statement(*made, style, native);
            }
        }
    }
    return 0;
}
