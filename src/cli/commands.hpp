// SPDX-License-Identifier: BSL-1.0
//
// The commands of `dbapi`, a file each. Each adds its options to the command line, and sets `exit_code` when
// it is the one that was asked for.
#pragma once

#include <CLI/CLI.hpp>

namespace dbapi::cli {

void add_conformance(CLI::App& app, int& exit_code);
void add_query(CLI::App& app, int& exit_code);

}  // namespace dbapi::cli
