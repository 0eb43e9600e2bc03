// SPDX-License-Identifier: BSL-1.0
#include <dbapi/errors.hpp>
#include <dbapi/xid.hpp>

namespace dbapi {
namespace {

std::string checked_part(std::string_view bytes, const char* what) {
    if (bytes.size() > Xid::max_part_bytes) {
        throw DataError(
            std::string(what) + " of an xid has at most " + std::to_string(Xid::max_part_bytes) + " bytes",
            ErrorDetails{.sqlstate = "22001"});
    }
    return std::string(bytes);
}

std::uint32_t checked_format(std::int64_t format_id) {
    if (format_id < 0 || format_id > std::int64_t{Xid::max_format_id}) {
        throw DataError("the format id of an xid is from 0 to " + std::to_string(Xid::max_format_id),
                        ErrorDetails{.sqlstate = "22003"});
    }
    return static_cast<std::uint32_t>(format_id);
}

}  // namespace

Xid::Xid(std::int64_t format_id, std::string_view global_transaction_id, std::string_view branch_qualifier)
    : format_id_(checked_format(format_id)),
      global_(checked_part(global_transaction_id, "the global transaction id")),
      branch_(checked_part(branch_qualifier, "the branch qualifier")) {}

Xid Xid::from_native(std::string name) { return Xid(std::move(name)); }

}  // namespace dbapi
