// SPDX-License-Identifier: BSL-1.0
//
// dbapi: the command line of this library.
//
//     dbapi conformance sqlite::memory:
//     dbapi query postgresql://ann@db.example.com/bank "SELECT * FROM accounts" --format csv
#include <dbapi/dbapi.hpp>
#include <exception>
#include <iostream>

#include "commands.hpp"

int main(int argc, char** argv) {
    CLI::App app("PEP 249 for C++: checks drivers and asks databases.", "dbapi");
    app.set_version_flag("--version", std::string(DBAPI_VERSION));
    app.require_subcommand(1);
    int exit_code = 0;
    dbapi::cli::add_conformance(app, exit_code);
    dbapi::cli::add_query(app, exit_code);
    try {
        app.parse(argc, argv);
        std::cout.flush();
        if (!std::cout) throw std::runtime_error("the output could not be written");
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const dbapi::Error& error) {
        std::cerr << "dbapi: " << to_string(error.error_class()) << ": " << error.what() << '\n';
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "dbapi: " << error.what() << '\n';
        return 2;
    }
    return exit_code;
}
