// SPDX-License-Identifier: BSL-1.0
//
// PyMongo's quick start without MongoDB: documents in a JSON column, found by their members. The same SQL
// runs on SQLite, PostgreSQL and CockroachDB, and the same lines are printed, but for the ids:
//
//     documents                                                             # SQLite in memory
//     documents "postgresql://root@localhost:26257?sslmode=disable"         # a local CockroachDB
//     DATABASE_URL=postgresql://ann@db.example.com/shop documents -v        # PostgreSQL
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <dbapi/dbapi.hpp>
#include <iostream>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "document.hpp"

namespace {

using dbapi::Json;
using dbapi::Uuid;
using dbapi::Value;

bool verbose = false;

// ── collections ──

/// A member as SQL reads it. Names become SQL text: they come from the program, never from its users.
struct Member {
    std::string name;
    std::string sql;
};
Member number(const std::string& name) { return {name, "CAST(doc->>'" + name + "' AS BIGINT)"}; }
Member text(const std::string& name) { return {name, "doc->>'" + name + "'"}; }

/// Such as {number("x"), ">", 8}. All conditions of a filter must hold.
struct Condition {
    Member member;
    std::string comparison;
    Value value;
};
using Filter = std::vector<Condition>;

struct Query {
    Filter filter{};
    std::optional<Member> sort{};  // else in the order in which they were inserted
    std::int64_t skip = 0;
    std::int64_t limit = std::numeric_limits<std::int32_t>::max();  // none
};

struct Entry {
    Uuid id;
    Document document;
};

/// A table of documents, with PyMongo's names for what can be done. Its own name becomes SQL text.
class Collection {
 public:
    /// @pre  the connection is in autocommit mode, and outlives the collection.
    Collection(dbapi::Connection& conn, std::string name) : conn_(conn), name_(std::move(name)) {}

    /// `seq` is the order in which documents were inserted, which a table does not keep by itself.
    void create() {
        run("CREATE TABLE " + name_ + " (_id UUID PRIMARY KEY, doc JSONB NOT NULL, seq BIGINT NOT NULL)");
    }
    void drop() { run("DROP TABLE IF EXISTS " + name_); }

    std::string create_index(const Member& member) {
        run("CREATE INDEX " + member.name + "_1 ON " + name_ + " ((" + member.sql + "))");
        return member.name + "_1";
    }

    Uuid insert_one(const Document& document) { return insert_many({document}).front(); }

    std::vector<Uuid> insert_many(const std::vector<Document>& documents) {
        std::vector<Uuid> ids;
        std::vector<std::pair<Uuid, Document>> rows;
        for (const auto& document : documents) {
            ids.push_back(Uuid::random());
            rows.emplace_back(ids.back(), document);
        }
        run_many("INSERT INTO " + name_ + " (_id, doc, seq)" +
                     " VALUES (?, ?, (SELECT COALESCE(MAX(seq), 0) + 1 FROM " + name_ + "))",
                 rows);
        return ids;
    }

    std::vector<Entry> find(const Query& query = {}) {
        dbapi::Parameters values;
        std::string sql = "SELECT _id, doc FROM " + name_ + where(query.filter, values) + " ORDER BY ";
        if (query.sort) sql += query.sort->sql + ", ";
        sql += "seq LIMIT ? OFFSET ?";
        values.add(query.limit).add(query.skip);
        std::vector<Entry> entries;
        for (auto [id, document] : run(sql, values).rows<Uuid, Document>()) entries.push_back({id, document});
        return entries;
    }

    std::optional<Entry> find_one(const Filter& filter = {}) {
        const auto entries = find({.filter = filter, .limit = 1});
        return entries.empty() ? std::nullopt : std::optional(entries.front());
    }

    std::int64_t count_documents(const Filter& filter = {}) {
        dbapi::Parameters values;
        const std::string sql = "SELECT COUNT(*) FROM " + name_ + where(filter, values);
        return run(sql, values).scalar<std::int64_t>();
    }

    /// Sets members of all documents that meet the filter, and returns how many. Each database has its own
    /// function for that; here the program reads and writes, in a transaction that nobody comes between.
    /// @throws dbapi::SerializationFailure  somebody was in the way; nothing has happened: try again.
    std::int64_t update_many(const Filter& filter, const Document& changes) {
        conn_.set_transaction_options({.isolation = dbapi::IsolationLevel::serializable});
        conn_.begin();
        try {
            std::vector<std::pair<Document, Uuid>> rows;
            for (auto [id, document] : find({.filter = filter})) {
                for (const auto& [name, value] : changes) document.insert_or_assign(name, value);
                rows.emplace_back(document, id);
            }
            const auto count = run_many("UPDATE " + name_ + " SET doc = ? WHERE _id = ?", rows);
            conn_.commit();
            return count;
        } catch (...) {
            if (conn_.is_usable()) conn_.rollback();
            throw;
        }
    }

    std::int64_t delete_many(const Filter& filter) {
        dbapi::Parameters values;
        const std::string sql = "DELETE FROM " + name_ + where(filter, values);
        return run(sql, values).rowcount();
    }

 private:
    /// Returns the WHERE clause, and appends its values to the parameters.
    static std::string where(const Filter& filter, dbapi::Parameters& values) {
        std::string sql;
        for (const auto& [member, comparison, value] : filter) {
            sql += (sql.empty() ? " WHERE " : " AND ") + member.sql + " " + comparison + " ?";
            values.add(value);
        }
        return sql;
    }

    dbapi::Result run(const std::string& sql, const dbapi::Parameters& values = {}) {
        if (verbose) std::cerr << sql << '\n';
        return conn_.execute(sql, values);
    }

    template <class Rows>
    std::int64_t run_many(const std::string& sql, const Rows& rows) {
        if (verbose) std::cerr << sql << '\n';
        return conn_.executemany(sql, rows).rowcount();
    }

    dbapi::Connection& conn_;
    std::string name_;
};

// ── the quick start ──

void print(const std::string& what, const std::vector<Entry>& entries) {
    std::cout << what << ":\n";
    for (const auto& [id, document] : entries) std::cout << "  " << id << ' ' << json(document) << '\n';
}

void quick_start(Collection& things) {
    for (const int x : {10, 8, 11}) {
        const Document document{{"x", json(x)}};
        std::cout << "insert_one " << json(document) << ": " << things.insert_one(document) << '\n';
    }
    const Member x = number("x");
    if (const auto first = things.find_one()) print("find_one", {*first});
    print("find", things.find());
    std::cout << "create_index x: " << things.create_index(x) << '\n';
    print("find, sorted by x", things.find({.sort = x}));
    print("find, skip 1, limit 2", things.find({.skip = 1, .limit = 2}));

    const auto ids = things.insert_many({{{"x", json(12)}, {"name", json("ann")}},
                                         {{"x", json(9)}, {"name", json("bob")}},
                                         {{"x", json(7)}, {"tags", Json(R"(["a", "b"])")}}});
    std::cout << "insert_many: " << ids.size() << '\n';
    print("find name = ann", things.find({.filter = {{text("name"), "=", "ann"}}}));
    print("find 8 < x < 12, sorted by x", things.find({.filter = {{x, ">", 8}, {x, "<", 12}}, .sort = x}));
    std::cout << "count: " << things.count_documents() << '\n';
    std::cout << "count x > 8: " << things.count_documents({{x, ">", 8}}) << '\n';
    std::cout << "update x > 10: " << things.update_many({{x, ">", 10}}, {{"name", json("eve")}}) << '\n';
    std::cout << "delete x < 10: " << things.delete_many({{x, "<", 10}}) << '\n';
    print("find", things.find());
}

}  // namespace

int main(int argc, char** argv) try {
    const char* environment = std::getenv("DATABASE_URL");
    std::string url = environment ? environment : "sqlite::memory:";

    CLI::App app("PyMongo's quick start on any database: documents in a JSON column.");
    app.add_option("url", url, "Where the database is; else $DATABASE_URL, else sqlite::memory:");
    app.add_flag("-v,--verbose", verbose, "Print the SQL of each step");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }

    const auto conn = dbapi::connect({.dsn = url, .autocommit = true});
    Collection things(*conn, "dbapi_documents");
    things.drop();  // what a run left that did not come to its end
    things.create();
    quick_start(things);
    things.drop();
    conn->close();
    return 0;
} catch (const std::exception& error) {
    std::cerr << "documents: " << error.what() << '\n';
    return 1;
}
