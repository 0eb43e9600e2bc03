// SPDX-License-Identifier: BSL-1.0
#include "pq/handle.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <unistd.h>

namespace dbapi::libpq {

void ResultDeleter::operator()(pg_result* result) const noexcept { PQclear(result); }

void ConnectionDeleter::operator()(pg_conn* connection) const noexcept {
    if (fork_.is_child()) {
        // PQfinish() says goodbye to the server, which would end the parent's session. Let it say so to
        // nobody.
        const int nobody = open("/dev/null", O_RDWR | O_CLOEXEC);
        const int socket = PQsocket(connection);
        if (nobody < 0 || (socket >= 0 && dup2(nobody, socket) < 0))
            return;  // better a leak than a lost session
        close(nobody);
    }
    PQfinish(connection);
}

}  // namespace dbapi::libpq
