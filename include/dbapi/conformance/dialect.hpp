// SPDX-License-Identifier: BSL-1.0
//
// What databases spell differently, as data: names of types and a few statements for which SQL has no common
// form. An empty text means that the database has no such thing; a case that needs it ends there, and the
// profile has to say why.
#pragma once

#include <dbapi/type_object.hpp>
#include <dbapi/value.hpp>
#include <string>
#include <vector>

namespace dbapi::conformance {

/// A value of a column type, as the database's own literal and as what the driver makes of it.
struct Sample {
    std::string literal;  ///< An SQL expression, such as "DATE '2026-02-28'".
    Value value;          ///< What reading it gives; and what, bound to a marker, is equal to it.
};

/// A column type with values at its limits.
struct TypeSamples {
    std::string name;    ///< The kit's name of the type: "integer", "text", …; see generic().
    std::string type{};  ///< As in CREATE TABLE; empty when the database has none.
    TypeObject object = STRING;
    std::vector<Sample> samples{};
};

/// A routine that callproc() can call.
struct Routine {
    std::string create{};  ///< Statement that makes it; `{name}` is its name. Empty for one that is there.
    std::string drop{};    ///< And removes it.
    std::string name{};    ///< Of one that is there; else a name of the kit's own is used.
    std::vector<Value> parameters{};         ///< One for each argument.
    std::vector<Value> returned{};           ///< What callproc() returns for them.
    std::vector<std::vector<Value>> rows{};  ///< The result set, if it gives one.
    bool gives_rows = false;                 ///< Whether it does.
};

/// How a database folds the case of names that are not quoted.
enum class NameCase { lower, upper, kept };

/// The spelling of one database. The defaults are standard SQL where there is one.
struct Dialect {
    std::string drop_table = "DROP TABLE IF EXISTS {table}";
    /// Rows of one integer column `i`, 1 to {count}.
    std::string numbers =
        "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {count}) "
        "SELECT i FROM numbers";
    NameCase name_case = NameCase::lower;

    // Statements that fail in a certain way.
    std::string division_by_zero = "SELECT 1 / 0";
    std::string number_out_of_range{};  ///< An arithmetic overflow.
    std::string syntax_error = "SELEC 1";
    std::string not_supported{};  ///< Valid SQL that the database says it does not support.

    /// Fails, and the transaction with it; {} is a table of one integer key that has the row 1.
    std::string fails_transaction = "INSERT INTO {} VALUES (1)";
    /// Columns of a table of a deferred foreign key to itself: {} is the table.
    std::string deferred_reference =
        "id {integer} PRIMARY KEY, other {integer} REFERENCES {}(id) DEFERRABLE INITIALLY DEFERRED";

    std::string session_count{};  ///< A query of the number of sessions of the application name {}.
    std::string row_id{};         ///< The column of row ids that lastrowid() is about.
    std::string fails_in_row{};   ///< A query of thousands of rows, one of them, far behind, a DataError.

    std::string slow{};          ///< Runs for a minute at least.
    std::string notice{};        ///< Makes the database say {text}.
    std::string listen{};        ///< Makes the session hear what is told to the channel {}.
    std::string notify{};        ///< Tells {text} to the channel {}.
    std::string session_name{};  ///< A query of ConnectOptions::application_name.

    std::string returning{};          ///< What makes an INSERT return columns, which follow it: "RETURNING".
    std::string no_columns{};         ///< A query whose one row has no columns.
    std::string question_operator{};  ///< A query of TRUE with an operator `?`, written `??`.
    std::string single_colon{};  ///< A query of 7 with a colon that is written `\:`, and a marker `:a` for 7.

    /// ConnectOptions::dsn of databases that cannot be connected to.
    std::vector<std::string> unreachable{};

    std::vector<TypeSamples> types{};  ///< Looked up by TypeSamples::name.
    Routine function{};                ///< Its result is a result set.
    Routine output_parameters{};       ///< It has OUT or INOUT parameters.
};

}  // namespace dbapi::conformance
