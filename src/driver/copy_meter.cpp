// SPDX-License-Identifier: BSL-1.0
#include <dbapi/driver/copying.hpp>

#include "foreign_exception.hpp"

namespace dbapi::driver {

CopyMeter::CopyMeter(const CopyOptions& options) noexcept : options_(options) { set_limits(); }

void CopyMeter::set_limits() noexcept {
    if (!options_.progress) return;
    if (options_.every_rows > 0) next_rows_ = total_.rows + options_.every_rows;
    if (options_.every_bytes > 0) next_bytes_ = total_.bytes + options_.every_bytes;
}

void CopyMeter::report() {
    set_limits();
    if (options_.progress) detail::run_foreign([&] { options_.progress(total_); });
}

void CopyMeter::finish() { report(); }

}  // namespace dbapi::driver
