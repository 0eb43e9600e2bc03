// SPDX-License-Identifier: BSL-1.0
//
// dbapi's ways to read: many rows (W1, W5a) and one row by its key (W2, W5b).
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>

#include "dbapi_routes.hpp"

namespace bench {
namespace {

std::int64_t micros(Postgresql::Created created) { return created.time_since_epoch().count(); }
std::int64_t micros(std::int64_t created) { return created; }

/// Calls rows<…>() or one<…>() with the types of the wide table.
template <class Database, class Text, class Source>
decltype(auto) typed_rows(Source&& source) {
    return std::forward<Source>(source)
        .template rows<std::int64_t, std::int64_t, double, Text, typename Database::Created, bool>();
}

template <class Tuple>
void add_tuple(Checksum& checksum, const Tuple& row) {
    const auto& [id, balance, rate, name, created, active] = row;
    add_wide_row(checksum, id, balance, rate, name, micros(created), active);
}

/// Adds a Row or a RowView, each field by get().
template <class Database, class R>
void add_fields(Checksum& checksum, const R& row) {
    add_wide_row(checksum, row.template get<std::int64_t>(0), row.template get<std::int64_t>(1),
                 row.template get<double>(2), row.template get<std::string_view>(3),
                 micros(row.template get<typename Database::Created>(4)), row.template get<bool>(5));
}

/// The rows of the wide table, made as they are read.
class WideRows {
 public:
    using Fields = std::tuple<std::int64_t, std::int64_t, double, std::string, std::int64_t, bool>;

    explicit WideRows(std::size_t count) : count_(count) {}

    class iterator {
     public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = Fields;
        using difference_type = std::ptrdiff_t;
        iterator() = default;
        explicit iterator(std::size_t index) : index_(index) {}
        Fields operator*() const {
            const WideRow row = wide_row(index_);
            return {row.id, row.balance, row.rate, std::string(row.name_text()), row.created, row.active};
        }
        iterator& operator++() {
            ++index_;
            return *this;
        }
        void operator++(int) { ++index_; }
        friend bool operator==(const iterator&, const iterator&) = default;

     private:
        std::size_t index_ = 0;
    };
    [[nodiscard]] iterator begin() const { return iterator(0); }
    [[nodiscard]] iterator end() const { return iterator(count_); }

 private:
    std::size_t count_;
};

/// Returns a connection to a database with the wide table.
template <class Database>
std::shared_ptr<dbapi::Connection> open_wide_rows(const Measurement& measurement) {
    auto conn = Database::open();
    if constexpr (std::same_as<Database, Sqlite>) {
        conn->execute(wide_table_sqlite);
        conn->executemany("INSERT INTO wide_rows VALUES (?, ?, ?, ?, ?, ?)",
                          WideRows(units("W5a", measurement.divisor())));
        conn->commit();
    }
    return conn;
}

// ── many rows ──

/// `read` is called with the connection and the checksum, under the clock.
template <class Database, class F>
void read_all(Measurement& measurement, F&& read) {
    const auto conn = open_wide_rows<Database>(measurement);
    measurement.start();
    read(*conn, measurement.checksum);
    measurement.stop();
}

template <class Database>
void stream_rows(Measurement& measurement) {
    read_all<Database>(measurement, [](dbapi::Connection& conn, Checksum& checksum) {
        for (const auto& row : typed_rows<Database, std::string_view>(conn.stream(wide_select))) {
            add_tuple(checksum, row);
        }
    });
}

template <class Database>
void stream_views(Measurement& measurement) {
    read_all<Database>(measurement, [](dbapi::Connection& conn, Checksum& checksum) {
        auto result = conn.stream(wide_select);
        while (const auto row = result.fetchview()) add_fields<Database>(checksum, *row);
    });
}

template <class Database>
void buffered_rows(Measurement& measurement) {
    read_all<Database>(measurement, [](dbapi::Connection& conn, Checksum& checksum) {
        for (const auto& row : typed_rows<Database, std::string_view>(conn.execute(wide_select))) {
            add_tuple(checksum, row);
        }
    });
}

template <class Database>
void fetchall(Measurement& measurement) {
    read_all<Database>(measurement, [](dbapi::Connection& conn, Checksum& checksum) {
        const auto rows = conn.execute(wide_select).fetchall();
        for (const auto& row : rows) add_fields<Database>(checksum, row);
    });
}

/// As fetchall(), with every field as a Value.
template <class Database>
void fetchall_values(Measurement& measurement) {
    read_all<Database>(measurement, [](dbapi::Connection& conn, Checksum& checksum) {
        const auto rows = conn.execute(wide_select).fetchall();
        for (const auto& row : rows) {
            const dbapi::Value name = row[3];
            add_wide_row(checksum, row[0].get<std::int64_t>(), row[1].get<std::int64_t>(),
                         row[2].get<double>(), *name.get_if<std::string>(),
                         micros(row[4].get<typename Database::Created>()), row[5].get<bool>());
        }
    });
}

template <class Database>
void fetchone(Measurement& measurement) {
    read_all<Database>(measurement, [](dbapi::Connection& conn, Checksum& checksum) {
        auto result = conn.execute(wide_select);
        while (const auto row = result.fetchone()) add_fields<Database>(checksum, *row);
    });
}

// ── one row by its key ──

/// `look_up` is called with the connection; what it returns is called with each key and the checksum.
template <class Database, class F>
void look_up_all(Measurement& measurement, F&& look_up) {
    const auto conn = open_wide_rows<Database>(measurement);
    conn->set_autocommit(true);
    const std::size_t queries = units(Database::lookup, measurement.divisor());
    const std::size_t table_rows = units(Database::reading, measurement.divisor());
    measurement.start();
    auto look_up_one = look_up(*conn);
    for (std::size_t query = 0; query < queries; ++query) {
        look_up_one(lookup_key(query, table_rows), measurement.checksum);
    }
    measurement.stop();
}

const std::string lookup = std::string(wide_select) + " WHERE id = ?";

/// A cursor for each query, and a row that owns its text.
template <class Database>
void lookup_one(Measurement& measurement) {
    look_up_all<Database>(measurement, [](dbapi::Connection& conn) {
        return [&conn](std::int64_t key, Checksum& checksum) {
            add_tuple(checksum, conn.execute(lookup, key)
                                    .template one<std::int64_t, std::int64_t, double, std::string,
                                                  typename Database::Created, bool>());
        };
    });
}

/// One cursor for all queries, and a text that is viewed where it lies.
template <class Database>
void lookup_by_cursor(Measurement& measurement) {
    look_up_all<Database>(measurement, [](dbapi::Connection& conn) {
        return [cur = conn.cursor()](std::int64_t key, Checksum& checksum) {
            cur->execute(lookup, key);
            for (const auto& row : typed_rows<Database, std::string_view>(*cur)) add_tuple(checksum, row);
        };
    });
}

/// As stream_rows(), by COPY.
void copy_out(Measurement& measurement) {
    read_all<Postgresql>(measurement, [](dbapi::Connection& conn, Checksum& checksum) {
        for (const auto& row : typed_rows<Postgresql, std::string_view>(conn.copy_out(wide_select))) {
            add_tuple(checksum, row);
        }
    });
}

constexpr std::array<Route, 1> copy_routes = {{{Postgresql::reading, "copy_out", copy_out}}};

template <class Database>
constexpr std::array<Route, 8> routes_on = {{
    {Database::reading, "stream_rows", stream_rows<Database>},
    {Database::reading, "stream_views", stream_views<Database>},
    {Database::reading, "rows", buffered_rows<Database>},
    {Database::reading, "fetchall", fetchall<Database>},
    {Database::reading, "fetchall_values", fetchall_values<Database>},
    {Database::reading, "fetchone", fetchone<Database>},
    {Database::lookup, "one", lookup_one<Database>},
    {Database::lookup, "cursor_rows", lookup_by_cursor<Database>},
}};

}  // namespace

std::span<const Route> dbapi_read_routes() {
    static const auto routes = join(routes_on<Postgresql>, copy_routes, routes_on<Sqlite>);
    return routes;
}

}  // namespace bench
