// SPDX-License-Identifier: BSL-1.0
#include "profile.hpp"

namespace odbc {
namespace {

using dbapi::conformance::Profile;
using enum dbapi::conformance::DeviationKind;

Profile sqlite(const std::string& url) {
    auto profile = dbapi::conformance::sqlite({.dsn = url});
    profile.name = "odbc-sqlite";
    profile.dialect.unreachable = {"odbc:Driver=SQLite3;Database=/nowhere/at/all.db"};
    return profile;
}

Profile postgresql(const std::string& url) {
    auto profile = dbapi::conformance::postgresql({.dsn = url});
    profile.name = "odbc-postgresql";
    profile.dialect.unreachable = {"odbc:Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=1;Database=none"};
    return profile;
}

}  // namespace

Profile profile_for(const std::string& url) {
    return url.find("Driver=SQLite3") != std::string::npos ? sqlite(url) : postgresql(url);
}

}  // namespace odbc
