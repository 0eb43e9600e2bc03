// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/conformance/profile.hpp>
#include <dbapi/errors.hpp>

namespace dbapi::conformance {
namespace {

struct Named {
    std::string_view name;
    Profile (*make)(ConnectOptions);
};

constexpr Named known[] = {
    {"generic",
     [](ConnectOptions options) {
         auto profile = generic();
         profile.options = std::move(options);
         return profile;
     }},
    {"postgresql", postgresql},
    {"cockroachdb", [](ConnectOptions options) { return cockroachdb(std::move(options)); }},
    {"sqlite", sqlite},
};

}  // namespace

std::string_view to_string(DeviationKind kind) noexcept {
    switch (kind) {
        case DeviationKind::database_lacks: return "database lacks";
        case DeviationKind::driver_lacks: return "driver lacks";
        case DeviationKind::known_bug: break;
    }
    return "known bug";
}

void Profile::declare(std::string what, DeviationKind kind, std::string reason, std::string link) {
    deviations.push_back({std::move(what), kind, std::move(reason), std::move(link)});
}

TypeSamples& Profile::type(std::string_view type_name) {
    const auto found = std::ranges::find(dialect.types, type_name, &TypeSamples::name);
    if (found != dialect.types.end()) return *found;
    return dialect.types.emplace_back(TypeSamples{.name = std::string(type_name)});
}

std::vector<std::string_view> profile_names() {
    std::vector<std::string_view> names;
    for (const auto& profile : known) names.push_back(profile.name);
    return names;
}

Profile profile_named(std::string_view name, ConnectOptions options) {
    const auto found = std::ranges::find(known, name, &Named::name);
    if (found != std::end(known)) return found->make(std::move(options));
    std::string names;
    for (const auto& profile : known) names += (names.empty() ? "" : ", ") + std::string(profile.name);
    throw ProgrammingError("there is no profile " + std::string(name) + "; known are " + names);
}

}  // namespace dbapi::conformance
