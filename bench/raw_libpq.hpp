// SPDX-License-Identifier: BSL-1.0
//
// What the raw programs over libpq share: handles, checks, numbers in network byte order, parameters in
// binary.
#pragma once

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "measure.hpp"

namespace bench::pq {

struct Delete {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Delete>;
using Result = std::unique_ptr<PGresult, Delete>;

inline constexpr Oid int8_oid = 20, text_oid = 25, int8_array_oid = 1016, text_array_oid = 1009;

[[nodiscard]] inline Connection connect() {
    Connection connection(PQconnectdb(server_url().c_str()));
    if (PQstatus(connection.get()) != CONNECTION_OK) {
        throw std::runtime_error(PQerrorMessage(connection.get()));
    }
    return connection;
}

/// @throws std::runtime_error  the result is an error, or there is none.
inline Result checked(PGconn* connection, PGresult* raw) {
    Result result(raw);
    switch (PQresultStatus(raw)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_SINGLE_TUPLE:
        case PGRES_COPY_IN:
        case PGRES_PIPELINE_SYNC: return result;
        default: throw std::runtime_error(PQerrorMessage(connection));
    }
}

inline void check(PGconn* connection, bool good) {
    if (!good) throw std::runtime_error(PQerrorMessage(connection));
}

inline Result execute(PGconn* connection, const char* sql) {
    return checked(connection, PQexec(connection, sql));
}

inline void prepare(PGconn* connection, const char* name, const std::string& sql,
                    std::span<const Oid> types) {
    checked(connection,
            PQprepare(connection, name, sql.c_str(), static_cast<int>(types.size()), types.data()));
}

template <class T>
[[nodiscard]] T big_endian(T number) noexcept {
    auto bytes = std::bit_cast<std::array<std::byte, sizeof(T)>>(number);
    if constexpr (std::endian::native == std::endian::little) std::ranges::reverse(bytes);
    return std::bit_cast<T>(bytes);
}

/// Reads a number as the server sends it in binary.
template <class T>
[[nodiscard]] T read(const char* bytes) noexcept {
    T number;
    std::memcpy(&number, bytes, sizeof number);
    return big_endian(number);
}

/// Bytes to be sent, appended one after another.
class Buffer {
 public:
    template <class T>
    void add(T number) {
        const auto bytes = std::bit_cast<std::array<char, sizeof(T)>>(big_endian(number));
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void add(std::string_view text) { bytes_.insert(bytes_.end(), text.begin(), text.end()); }
    /// A field of COPY or an element of an array: its length, then its bytes.
    template <class T>
    void add_field(T number) {
        add(static_cast<std::int32_t>(sizeof(T)));
        add(number);
    }
    void add_field(std::string_view text) {
        add(static_cast<std::int32_t>(text.size()));
        add(text);
    }
    void clear() noexcept { bytes_.clear(); }
    [[nodiscard]] const char* data() const noexcept { return bytes_.data(); }
    [[nodiscard]] int size() const noexcept { return static_cast<int>(bytes_.size()); }

 private:
    std::vector<char> bytes_;
};

/// A few int8 parameters in binary.
template <std::size_t N>
class Integers {
 public:
    template <class... Ts>
    explicit Integers(Ts... numbers) noexcept : numbers_{big_endian(std::int64_t{numbers})...} {
        for (std::size_t i = 0; i < N; ++i) values_[i] = reinterpret_cast<const char*>(&numbers_[i]);
        lengths_.fill(sizeof(std::int64_t));
        formats_.fill(1);
    }
    Integers(const Integers&) = delete;
    Integers& operator=(const Integers&) = delete;
    static constexpr int count = static_cast<int>(N);
    [[nodiscard]] const char* const* values() const noexcept { return values_.data(); }
    [[nodiscard]] const int* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] const int* formats() const noexcept { return formats_.data(); }

 private:
    std::array<std::int64_t, N> numbers_;
    std::array<const char*, N> values_{};
    std::array<int, N> lengths_{}, formats_{};
};
template <class... Ts>
Integers(Ts...) -> Integers<sizeof...(Ts)>;

/// The routes of the other files.
[[nodiscard]] std::span<const Route> read_routes();
[[nodiscard]] std::span<const Route> insert_routes();
[[nodiscard]] std::span<const Route> transfer_routes();

}  // namespace bench::pq
