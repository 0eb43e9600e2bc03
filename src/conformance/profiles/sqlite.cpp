// SPDX-License-Identifier: BSL-1.0
//
// SQLite 3, whose types belong to values: those of columns are what their declaration is known for.
#include <dbapi/conformance/profile.hpp>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace dbapi::conformance {
namespace {

using enum DeviationKind;

/// A directory of this process's own, removed at the end.
class ScratchDirectory {
 public:
    ScratchDirectory() {
        auto path = (std::filesystem::temp_directory_path() / "dbapi_conformance_XXXXXX").string();
        if (!mkdtemp(path.data())) throw std::filesystem::filesystem_error("mkdtemp", path, {});
        path_ = path;
    }
    ~ScratchDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
    std::filesystem::path path_;
};

bool is_private(const ConnectOptions& options) {
    return options.dsn.find(":memory:") != std::string::npos || options.database == ":memory:";
}

}  // namespace

Profile sqlite(ConnectOptions options) {
    auto profile = generic();
    profile.name = "sqlite";
    profile.options = std::move(options);
    if (is_private(profile.options)) {
        const auto directory = std::make_shared<ScratchDirectory>();
        profile.shared_options = profile.options;
        profile.shared_options.database.clear();
        profile.shared_options.dsn = "sqlite:" + (directory->path() / "conformance.db").string();
        profile.shared_owner = directory;
    }

    auto& dialect = profile.dialect;
    dialect.name_case = NameCase::kept;
    dialect.division_by_zero = "";  // NULL
    dialect.number_out_of_range = "SELECT abs(-9223372036854775807 - 1)";
    dialect.fails_in_row =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT "
        "abs(CASE i WHEN 50000 THEN -9223372036854775807 - 1 ELSE i END) FROM n";
    dialect.slow =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT "
        "max(i) FROM n";
    dialect.fails_transaction = "INSERT OR ROLLBACK INTO {} VALUES (1)";
    dialect.row_id = "rowid";
    dialect.returning = "RETURNING";
    dialect.unreachable = {"sqlite:/nowhere/at/all.db"};
    profile.type("bytes").type = "BLOB";
    profile.type("bytes").samples = {{"x''", Value(Binary())},
                                     {"x'0001ff00'", Value(Binary(std::string_view("\0\1\xff\0", 4)))}};
    profile.type("json").samples = {{"'{\"a\": [1, null]}'", Value(Json("{\"a\": [1, null]}"))}};

    profile.declare("exceptions.division_by_zero_is_a_data_error", database_lacks,
                    "a division by zero is NULL", "https://www.sqlite.org/lang_expr.html");
    profile.declare("exceptions.what_is_not_supported_is_not_supported_error", database_lacks,
                    "what is not supported is a syntax error");
    profile.declare("module.connect_takes_the_application_name", database_lacks,
                    "there is no server whose operators could read a name");
    profile.declare("connection.close_ends_the_session", database_lacks,
                    "nobody counts the connections to a file");
    profile.declare("feature.notifications", database_lacks,
                    "there is no server to tell one connection of another");
    profile.declare("extension.*notice*", database_lacks, "it says nothing beside its results");
    profile.declare("extension.a_fetch_keeps_messages", database_lacks, "it says nothing beside its results");
    // As the driver writes them: what is stored is text, and compared as text.
    profile.type("interval").samples = {{"'P1Y2M3DT4H5M6S'", Value(Interval(14, 3, 14'706'000'000))}};
    profile.type("decimal").samples = {{"0.1", Value(Decimal("0.1"))},
                                       {"-12345.5", Value(Decimal("-12345.5"))}};

    profile.declare("types.decimals_of_thirty_digits_are_exact", database_lacks,
                    "numbers are 64-bit integers or doubles; a TEXT column keeps a decimal as it is",
                    "https://www.sqlite.org/datatype3.html");
    profile.declare("description.no_columns_are_not_no_result", database_lacks,
                    "a query has a column at least", "https://www.sqlite.org/lang_select.html");
    profile.declare("parameters.question_mark_is_written_twice", database_lacks, "no operator has a ?",
                    "https://www.sqlite.org/lang_expr.html");
    profile.declare("parameters.colon_is_written_with_a_backslash", database_lacks, "no syntax has a colon",
                    "https://www.sqlite.org/lang_expr.html");
    profile.declare("feature.isolation_levels", database_lacks, "all transactions are serializable",
                    "https://www.sqlite.org/isolation.html");
    profile.declare("feature.read_only", database_lacks, "transactions cannot be read-only; connections can",
                    "https://www.sqlite.org/lang_transaction.html");
    profile.declare("feature.deferrable", database_lacks, "transactions do not choose their snapshot",
                    "https://www.sqlite.org/lang_transaction.html");
    profile.declare("feature.transaction_priority", database_lacks, "transactions have no priorities");
    profile.declare("feature.as_of_system_time", database_lacks, "the past is not kept");
    profile.declare("feature.restart_savepoint", database_lacks,
                    "it is a protocol of CockroachDB's; a rollback does the same");
    profile.declare("feature.named_cursors", database_lacks, "there is no server to keep a cursor");
    profile.declare("feature.arrays", database_lacks, "there is no array type",
                    "https://www.sqlite.org/datatype3.html");
    profile.declare("feature.callproc", database_lacks, "there are no stored procedures",
                    "https://www.sqlite.org/omitted.html");
    profile.declare("feature.two_phase", database_lacks, "transactions cannot be prepared",
                    "https://www.sqlite.org/lang_transaction.html");
    profile.declare("feature.copy", database_lacks, "there is no COPY");
    profile.declare("feature.copy_binary", database_lacks, "there is no COPY");
    return profile;
}

}  // namespace dbapi::conformance
