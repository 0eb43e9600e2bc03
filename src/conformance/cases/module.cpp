// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's module: the globals, the constructor, and the styles of markers.
#include <dbapi/conformance/context.hpp>
#include <dbapi/globals.hpp>

#include "../suite.hpp"

namespace dbapi::conformance {
namespace {

// ── connect() ──

void connect_gives_an_open_connection(Context& context) {
    const auto conn = context.connect();
    context.require(conn != nullptr, "connect() gives a connection");
    context.check(!conn->is_closed(), "the connection is open");
    context.check(conn->is_usable(), "the connection is usable");
    context.equal(conn->driver_name(), context.driver().name(), "the connection names its driver");
    context.equal(conn->execute("SELECT 1").scalar<int>(), 1, "a query");
}

void connect_gives_a_new_connection_each_time(Context& context) {
    const auto one = context.connect();
    const auto other = context.connect();
    context.check(one != other, "two calls give two connections");
    one->close();
    context.equal(other->execute("SELECT 1").scalar<int>(), 1, "the other connection, when one is closed");
}

void connect_takes_a_dsn_alone(Context& context) {
    const auto options = context.options();
    if (options.dsn.empty()) context.unmet("a dsn in the profile's options");
    context.check(context.driver().accepts(options.dsn), "the driver accepts the dsn");
    context.check(!context.driver().accepts("nosuchscheme://host/database"), "and no dsn of another scheme");
    const auto conn = context.connect({.dsn = options.dsn,
                                       .user = options.user,
                                       .password = options.password,
                                       .host = options.host,
                                       .database = options.database});
    context.equal(conn->execute("SELECT 1").scalar<int>(), 1, "a query");
}

void connect_refuses_unknown_parameters(Context& context) {
    auto options = context.options();
    options.parameters["dbapi_no_such_parameter"] = "1";
    context.throws<ProgrammingError>([&] { return context.connect(options); }, "an unknown parameter");
}

void connect_takes_autocommit(Context& context) {
    const auto table = context.table("v {integer}");
    auto options = context.options();
    options.autocommit = true;
    const auto conn = context.connect(options);
    context.check(conn->autocommit(), "autocommit is on");
    conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.equal(conn->transaction_status(), TransactionStatus::idle, "the status behind an INSERT");
    context.equal(context.committed_rows(table), 1, "rows that another connection sees");
}

void connect_takes_the_application_name(Context& context) {
    const auto& query = context.need(context.dialect().session_name, "a query of the session's name");
    auto options = context.options();
    options.application_name = "dbapi conformance";
    const auto conn = context.connect(options);
    context.equal(conn->execute(query).scalar<std::string>(), options.application_name, "the session's name");
}

void connect_takes_settings_of_the_connection(Context& context) {
    auto options = context.options();
    options.timeout = std::chrono::milliseconds(12'345);
    options.paramstyle = ParamStyle::named;
    const auto conn = context.connect(options);
    context.equal(conn->timeout().count(), 12'345, "the time limit");
    context.equal(conn->paramstyle(), ParamStyle::named, "the style of markers");
    const auto cursor = conn->cursor();
    context.equal(cursor->timeout().count(), 12'345, "the time limit of a cursor");
    context.equal(cursor->paramstyle(), ParamStyle::named, "the style of a cursor");
}

// ── the globals ──

void apilevel_is_2_0(Context& context) { context.equal(apilevel, "2.0", "apilevel"); }

void threadsafety_is_a_level(Context& context) {
    const int level = static_cast<int>(context.driver().threadsafety());
    context.check(level >= 0 && level <= 3, "threadsafety is 0 to 3");
}

void paramstyle_is_one_of_five(Context& context) {
    const auto name = to_string(paramstyle);
    const std::string_view five[] = {"qmark", "numeric", "named", "format", "pyformat"};
    context.check(std::ranges::find(five, name) != std::end(five), "paramstyle is one of PEP 249's");
}

// ── the styles ──

/// Returns "SELECT <marker> - <marker>", with a type, for integers.
std::string difference(const Context& context, std::string_view first, std::string_view second) {
    const auto cast = [&](std::string_view marker) {
        return context.sql("CAST(" + std::string(marker) + " AS {integer})");
    };
    return "SELECT " + cast(first) + " - " + cast(second);
}

void each_style_of_position_binds(Context& context) {
    const struct {
        ParamStyle style;
        std::string_view first;
        std::string_view second;
    } styles[] = {{ParamStyle::qmark, "?", "?"},     {ParamStyle::format, "%s", "%s"},
                  {ParamStyle::numeric, ":1", ":2"}, {ParamStyle::dollar, "$1", "$2"},
                  {ParamStyle::automatic, "?", "?"}, {ParamStyle::automatic, "$1", "$2"}};
    for (const auto& style : styles) {
        const auto cursor = context.connection().cursor({.paramstyle = style.style});
        cursor->execute(difference(context, style.first, style.second), 50, 8);
        context.equal(cursor->scalar<int>(), 42, "the difference, by " + std::string(style.second));
    }
}

void each_style_of_names_binds(Context& context) {
    const struct {
        ParamStyle style;
        std::string_view first;
        std::string_view second;
    } styles[] = {{ParamStyle::named, ":big", ":small"},
                  {ParamStyle::pyformat, "%(big)s", "%(small)s"},
                  {ParamStyle::automatic, ":big", ":small"}};
    for (const auto& style : styles) {
        const auto cursor = context.connection().cursor({.paramstyle = style.style});
        cursor->execute(difference(context, style.first, style.second), {{"small", 8}, {"big", 50}});
        context.equal(cursor->scalar<int>(), 42, "the difference, by " + std::string(style.second));
    }
}

void a_number_may_be_used_twice(Context& context) {
    const auto cursor = context.connection().cursor({.paramstyle = ParamStyle::numeric});
    cursor->execute(difference(context, ":2", ":1"), 8, 50);
    context.equal(cursor->scalar<int>(), 42, "markers in another order");
    cursor->execute(difference(context, ":1", ":1"), 8);
    context.equal(cursor->scalar<int>(), 0, "one marker used twice");
}

void format_knows_nothing_but_s(Context& context) {
    const auto cursor = context.connection().cursor({.paramstyle = ParamStyle::format});
    context.throws<ProgrammingError>([&] { cursor->execute("SELECT %d", 1); }, "%d");
}

void markers_in_literals_and_comments_are_text(Context& context) {
    const std::string_view text = "? :1 :name %s %(name)s $1";
    for (const auto style : {ParamStyle::automatic, ParamStyle::qmark, ParamStyle::numeric, ParamStyle::named,
                             ParamStyle::format, ParamStyle::pyformat, ParamStyle::dollar}) {
        const auto cursor = context.connection().cursor({.paramstyle = style});
        cursor->execute("SELECT /* " + std::string(text) + " */ '" + std::string(text) + "' -- " +
                        std::string(text));
        context.equal(cursor->scalar<std::string>(), text,
                      "a literal in the style " + std::string(to_string(style)));
    }
}

void a_doubled_percent_sign_is_one(Context& context) {
    const auto cursor = context.connection().cursor({.paramstyle = ParamStyle::format});
    cursor->execute("SELECT 7 %% 4");
    context.equal(cursor->scalar<int>(), 3, "7 modulo 4, without parameters");
    cursor->execute(context.sql("SELECT 7 %% 4 + CAST(%s AS {integer})"), 10);
    context.equal(cursor->scalar<int>(), 13, "and with one");
}

constexpr Case group[] = {
    {"module.connect_gives_an_open_connection",
     {1},
     "connect() gives an open connection.",
     connect_gives_an_open_connection},
    {"module.connect_gives_a_new_connection_each_time",
     {1, 32},
     "Each call of connect() gives a connection that does not depend on others.",
     connect_gives_a_new_connection_each_time},
    {"module.connect_takes_a_dsn_alone",
     {1, 2},
     "connect() needs no more than the dsn and what belongs to it.",
     connect_takes_a_dsn_alone},
    {"module.connect_refuses_unknown_parameters",
     {2, 25},
     "A parameter that the driver does not know is ProgrammingError.",
     connect_refuses_unknown_parameters},
    {"module.connect_takes_autocommit",
     {3, 40},
     "connect() can turn autocommit on.",
     connect_takes_autocommit,
     Connections::several},
    {"module.connect_takes_the_application_name",
     {2},
     "The session has the name that connect() was given.",
     connect_takes_the_application_name},
    {"module.connect_takes_settings_of_the_connection",
     {2, 11},
     "Time limit and style of markers come from connect(), and go on to cursors.",
     connect_takes_settings_of_the_connection},
    {"module.apilevel_is_2_0", {4}, "apilevel is \"2.0\".", apilevel_is_2_0},
    {"module.threadsafety_is_a_level",
     {5},
     "threadsafety is one of the levels 0 to 3.",
     threadsafety_is_a_level},
    {"module.paramstyle_is_one_of_five",
     {11},
     "paramstyle is one of PEP 249's five words.",
     paramstyle_is_one_of_five},
    {"module.each_style_of_position_binds",
     {11, 12},
     "Markers of each style for sequences take their values.",
     each_style_of_position_binds},
    {"module.each_style_of_names_binds",
     {11, 12},
     "Markers of each style for mappings take their values.",
     each_style_of_names_binds},
    {"module.a_number_may_be_used_twice",
     {11},
     "Numbered markers may stand in any order, and more than once.",
     a_number_may_be_used_twice},
    {"module.format_knows_nothing_but_s", {13}, "%d is no marker, and refused.", format_knows_nothing_but_s},
    {"module.markers_in_literals_and_comments_are_text",
     {14},
     "What looks like a marker inside of a literal or a comment is text.",
     markers_in_literals_and_comments_are_text},
    {"module.a_doubled_percent_sign_is_one",
     {14, 15},
     "%% is one percent sign, with and without parameters.",
     a_doubled_percent_sign_is_one},
};

}  // namespace

Group module_cases() { return group; }

}  // namespace dbapi::conformance
