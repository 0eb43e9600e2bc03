// SPDX-License-Identifier: BSL-1.0
//
// The limit on PostgreSQL, W3: many rows inserted in one transaction.
#include "raw_libpq.hpp"
#include "workloads.hpp"

namespace bench::pq {
namespace {

constexpr Oid entry_types[] = {int8_oid, int8_oid, text_oid};

/// Empties the table, runs the insertion as one transaction under the clock, and reads the rows back.
template <class F>
void insert(Measurement& measurement, F&& insertion) {
    const auto connection = connect();
    const auto rows = entries(units("W3", measurement.divisor()));
    execute(connection.get(), "TRUNCATE entries");
    measurement.start();
    execute(connection.get(), "BEGIN");
    insertion(connection.get(), rows);
    execute(connection.get(), "COMMIT");
    measurement.stop();
    const auto result = checked(connection.get(), PQexecParams(connection.get(), entry_select, 0, nullptr,
                                                               nullptr, nullptr, nullptr, 1));
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        add_entry(
            measurement.checksum, read<std::int64_t>(PQgetvalue(result.get(), row, 0)),
            read<std::int64_t>(PQgetvalue(result.get(), row, 1)),
            {PQgetvalue(result.get(), row, 2), static_cast<std::size_t>(PQgetlength(result.get(), row, 2))});
    }
}

/// Parameters of one or more rows, in binary; the texts are borrowed.
class EntryParameters {
 public:
    void add(const Entry& entry) {
        const auto& [id, amount, note] = entry;
        for (const std::int64_t number : {id, amount}) {
            numbers_.push_back(big_endian(number));
            lengths_.push_back(sizeof number);
        }
        texts_.push_back(note.data());
        lengths_.push_back(static_cast<int>(note.size()));
    }

    /// Runs the prepared statement with what was added, and forgets it.
    void execute(PGconn* connection, const char* statement) {
        values_.clear();
        for (std::size_t row = 0; row < texts_.size(); ++row) {
            values_.push_back(reinterpret_cast<const char*>(&numbers_[row * 2]));
            values_.push_back(reinterpret_cast<const char*>(&numbers_[row * 2 + 1]));
            values_.push_back(texts_[row]);
        }
        formats_.assign(values_.size(), 1);
        checked(connection, PQexecPrepared(connection, statement, static_cast<int>(values_.size()),
                                           values_.data(), lengths_.data(), formats_.data(), 1));
        numbers_.clear();
        texts_.clear();
        lengths_.clear();
    }

 private:
    std::vector<std::int64_t> numbers_;
    std::vector<const char*> texts_, values_;
    std::vector<int> lengths_, formats_;
};

void insert_prepared(Measurement& measurement) {
    insert(measurement, [](PGconn* connection, const std::vector<Entry>& rows) {
        prepare(connection, "one", insert_values(1, '$'), entry_types);
        EntryParameters parameters;
        for (const Entry& row : rows) {
            parameters.add(row);
            parameters.execute(connection, "one");
        }
    });
}

void insert_by_values(Measurement& measurement) {
    insert(measurement, [](PGconn* connection, const std::vector<Entry>& rows) {
        const auto prepare_rows = [&](const char* name, std::size_t count) {
            std::vector<Oid> types;
            for (std::size_t row = 0; row < count; ++row) {
                types.insert(types.end(), std::begin(entry_types), std::end(entry_types));
            }
            prepare(connection, name, insert_values(count, '$'), types);
        };
        prepare_rows("many", values_rows);
        EntryParameters parameters;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            parameters.add(rows[i]);
            if ((i + 1) % values_rows == 0) parameters.execute(connection, "many");
        }
        if (rows.size() % values_rows != 0) {
            prepare_rows("rest", rows.size() % values_rows);
            parameters.execute(connection, "rest");
        }
    });
}

/// One array in PostgreSQL's binary format.
class ArrayParameter {
 public:
    explicit ArrayParameter(Oid element) : element_(element) {}

    void begin(std::size_t count) {
        bytes_.clear();
        for (const auto word : {1, 0, static_cast<int>(element_), static_cast<int>(count), 1}) {
            bytes_.add(std::int32_t{word});  // dimensions, has NULLs, type, length, lower bound
        }
    }
    [[nodiscard]] Buffer& bytes() noexcept { return bytes_; }

 private:
    Oid element_;
    Buffer bytes_;
};

void insert_by_unnest(Measurement& measurement) {
    insert(measurement, [](PGconn* connection, const std::vector<Entry>& rows) {
        constexpr std::size_t batch = 1000;
        constexpr Oid types[] = {int8_array_oid, int8_array_oid, text_array_oid};
        prepare(connection, "batch", "INSERT INTO entries SELECT * FROM unnest($1, $2, $3)", types);
        ArrayParameter ids(int8_oid);
        ArrayParameter amounts(int8_oid);
        ArrayParameter notes(text_oid);
        for (std::size_t from = 0; from < rows.size(); from += batch) {
            const auto part = std::span(rows).subspan(from, std::min(batch, rows.size() - from));
            for (ArrayParameter* column : {&ids, &amounts, &notes}) column->begin(part.size());
            for (const auto& [id, amount, note] : part) {
                ids.bytes().add_field(id);
                amounts.bytes().add_field(amount);
                notes.bytes().add_field(std::string_view(note));
            }
            const char* const values[] = {ids.bytes().data(), amounts.bytes().data(), notes.bytes().data()};
            const int lengths[] = {ids.bytes().size(), amounts.bytes().size(), notes.bytes().size()};
            constexpr int formats[] = {1, 1, 1};
            checked(connection, PQexecPrepared(connection, "batch", 3, values, lengths, formats, 1));
        }
    });
}

void insert_by_copy(Measurement& measurement) {
    insert(measurement, [](PGconn* connection, const std::vector<Entry>& rows) {
        execute(connection, "COPY entries FROM STDIN (FORMAT binary)");
        Buffer buffer;
        buffer.add(std::string_view("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19));
        const auto send = [&] {
            check(connection, PQputCopyData(connection, buffer.data(), buffer.size()) == 1);
            buffer.clear();
        };
        for (const auto& [id, amount, note] : rows) {
            buffer.add(std::int16_t{3});
            buffer.add_field(id);
            buffer.add_field(amount);
            buffer.add_field(std::string_view(note));
            if (buffer.size() > 1 << 16) send();
        }
        buffer.add(std::int16_t{-1});
        send();
        check(connection, PQputCopyEnd(connection, nullptr) == 1);
        while (PGresult* raw = PQgetResult(connection)) checked(connection, raw);
    });
}

constexpr Route routes[] = {
    {"W3", "copy_bin", insert_by_copy},
    {"W3", "unnest1000", insert_by_unnest},
    {"W3", "values333_prep", insert_by_values},
    {"W3", "prep_bin", insert_prepared},
};

}  // namespace

std::span<const Route> insert_routes() { return routes; }

}  // namespace bench::pq
