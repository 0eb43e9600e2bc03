// SPDX-License-Identifier: BSL-1.0
//
// Chunked rows as libpq 17 has them, made from an older libpq's single rows: the functions here stand before
// those of the library. Results have as many rows as were asked for, the last one perhaps fewer, and behind
// them comes one without rows, or an error. Threads: as libpq.
#include <dlfcn.h>

#include "libpq_17.hpp"

#ifdef DBAPI_TEST_MAKES_CHUNKS

#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace {

template <class F>
F* real(const char* name) {
    return reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
}

const auto real_get_result = real<decltype(PQgetResult)>("PQgetResult");
const auto real_is_busy = real<decltype(PQisBusy)>("PQisBusy");
const auto real_result_status = real<decltype(PQresultStatus)>("PQresultStatus");
const auto real_clear = real<decltype(PQclear)>("PQclear");
const auto real_finish = real<decltype(PQfinish)>("PQfinish");

/// What was read of a connection's rows and not yet asked for.
struct Gathering {
    int most = 1;
    PGresult* rows = nullptr;
    PGresult* end = nullptr;  // what came behind the rows
    bool has_ended = false;

    [[nodiscard]] bool is_ready() const {
        if (rows != nullptr && PQnfields(rows) == 0) return true;
        return has_ended || (rows != nullptr && PQntuples(rows) == most);
    }
    void add(PGresult* result) {
        if (real_result_status(result) != PGRES_SINGLE_TUPLE) {
            end = result;
            has_ended = true;
            return;
        }
        if (PQnfields(result) == 0) {  // nothing can be added to these
            rows = result;
            return;
        }
        if (rows == nullptr) rows = PQcopyResult(result, PG_COPYRES_ATTRS);
        const int row = PQntuples(rows);
        for (int column = 0; column < PQnfields(result); ++column) {
            const bool is_null = PQgetisnull(result, 0, column) == 1;
            PQsetvalue(rows, row, column, is_null ? nullptr : PQgetvalue(result, 0, column),
                       is_null ? -1 : PQgetlength(result, 0, column));
        }
        real_clear(result);
    }
};

std::mutex mutex;
std::map<PGconn*, Gathering> gatherings;
std::set<const PGresult*> chunks;

Gathering* find(PGconn* connection) {
    const std::lock_guard lock(mutex);
    const auto found = gatherings.find(connection);
    return found != gatherings.end() ? &found->second : nullptr;
}

}  // namespace

extern "C" {

int PQsetChunkedRowsMode(PGconn* connection, int rows) {
    if (PQsetSingleRowMode(connection) == 0) return 0;
    const std::lock_guard lock(mutex);
    gatherings[connection] = {.most = rows};
    return 1;
}

int PQisBusy(PGconn* connection) {
    Gathering* const gathering = find(connection);
    if (gathering == nullptr) return real_is_busy(connection);
    while (!gathering->is_ready()) {
        if (real_is_busy(connection) == 1) return 1;
        gathering->add(real_get_result(connection));
    }
    return 0;
}

PGresult* PQgetResult(PGconn* connection) {
    Gathering* const gathering = find(connection);
    if (gathering == nullptr) return real_get_result(connection);
    while (!gathering->is_ready()) gathering->add(real_get_result(connection));
    const std::lock_guard lock(mutex);
    if (gathering->rows != nullptr) {
        chunks.insert(gathering->rows);
        return std::exchange(gathering->rows, nullptr);
    }
    PGresult* const end = gathering->end;
    gatherings.erase(connection);
    return end;
}

ExecStatusType PQresultStatus(const PGresult* result) {
    const std::lock_guard lock(mutex);
    return chunks.contains(result) ? PGRES_TUPLES_CHUNK : real_result_status(result);
}

void PQclear(PGresult* result) {
    {
        const std::lock_guard lock(mutex);
        chunks.erase(result);
    }
    real_clear(result);
}

void PQfinish(PGconn* connection) {
    {
        const std::lock_guard lock(mutex);
        const auto left = gatherings.extract(connection);
        if (!left.empty()) {
            real_clear(left.mapped().rows);
            real_clear(left.mapped().end);
        }
    }
    real_finish(connection);
}

}  // extern "C"

#endif
