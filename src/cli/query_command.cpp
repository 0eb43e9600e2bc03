// SPDX-License-Identifier: BSL-1.0
//
// dbapi query: runs SQL and prints what it returns.
#include <dbapi/dbapi.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "commands.hpp"
#include "interruption.hpp"
#include "query_output.hpp"

namespace dbapi::cli {
namespace {

struct Options {
    std::string url;
    std::string sql;
    std::string format = "table";
};

// Moves on, where a text without any rows has nothing to move on to.
bool next_result(Cursor& cursor) {
    try {
        return cursor.nextset();
    } catch (const ProgrammingError&) {
        return false;
    }
}

void print_results(Cursor& cursor, const Options& options) {
    do {
        const auto columns = cursor.description();
        if (!columns) {
            if (options.format == "table") std::cout << cursor.statusmessage() << '\n';
            continue;
        }
        const auto output = make_output(options.format, std::cout);
        output->begin(*columns);
        while (const auto row = cursor.fetchone()) {
            output->add(*row);
            if (!std::cout) return;  // nobody reads on
        }
        output->end();
    } while (next_result(cursor));
}

// A cursor that has run the statement; one whose rows come while they are printed, where that is possible.
std::unique_ptr<Cursor> execute(Connection& conn, const std::string& sql) {
    if (conn.features().streaming) {
        auto cursor = conn.cursor({.stream = true});
        try {
            cursor->execute(sql);
            return cursor;
        } catch (const NotSupportedError&) {
            // Several statements, of which none was run: their results are kept.
        }
    }
    auto cursor = conn.cursor();
    cursor->execute(sql);
    return cursor;
}

void run_command(const Options& options) {
    const Interruption interruption;
    const auto conn = connect({.dsn = options.url, .autocommit = true});
    const std::stop_callback cancel(interruption.token(), [&] {
        try {
            conn->cancel();
        } catch (const Error&) {
            // What cannot be cancelled runs to its end.
        }
    });
    const auto cursor = execute(*conn, options.sql);
    print_results(*cursor, options);
    conn->close();
}

}  // namespace

void add_query(CLI::App& app, int& exit_code) {
    auto* const command =
        app.add_subcommand("query", "Runs SQL, each statement committed by itself, and prints its rows.");
    const auto options = std::make_shared<Options>();
    command->add_option("URL", options->url, "The database")->required();
    command->add_option("SQL", options->sql, "The statement; markers of parameters are not used")->required();
    command->add_option("--format", options->format, "table, csv or json")
        ->check(CLI::IsMember(output_formats()))
        ->capture_default_str();
    command->callback([options, &exit_code] {
        run_command(*options);
        exit_code = 0;
    });
}

}  // namespace dbapi::cli
