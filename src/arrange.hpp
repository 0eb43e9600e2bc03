// SPDX-License-Identifier: BSL-1.0
//
// From the parameters as the caller gave them to the parameters as the database wants them.
#pragma once

#include <dbapi/driver/statement.hpp>
#include <dbapi/parameters.hpp>
#include <memory>
#include <vector>

namespace dbapi::detail {

/// Puts one view for each native parameter into `out`, lists spread over several.
/// @return  the statement to run: `statement`, or a new one with as many placeholders as the lists need.
/// @throws ProgrammingError  too few, too many or unknown parameters; parameters for several statements at
/// once.
[[nodiscard]] std::shared_ptr<const driver::Statement> arrange(
    std::shared_ptr<const driver::Statement> statement, const BoundParameters& parameters,
    std::vector<ValueView>& out);

}  // namespace dbapi::detail
