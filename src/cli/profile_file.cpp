// SPDX-License-Identifier: BSL-1.0
#include "profile_file.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <dbapi/errors.hpp>
#include <filesystem>
#include <map>
#include <vector>

namespace dbapi::cli {
namespace {

using conformance::DeviationKind;
using conformance::Dialect;
using conformance::Profile;

struct TextMember {
    std::string_view name;
    std::string Dialect::*member;
};

constexpr TextMember text_members[] = {
    {"drop_table", &Dialect::drop_table},
    {"numbers", &Dialect::numbers},
    {"division_by_zero", &Dialect::division_by_zero},
    {"number_out_of_range", &Dialect::number_out_of_range},
    {"syntax_error", &Dialect::syntax_error},
    {"not_supported", &Dialect::not_supported},
    {"fails_transaction", &Dialect::fails_transaction},
    {"deferred_reference", &Dialect::deferred_reference},
    {"fails_in_row", &Dialect::fails_in_row},
    {"slow", &Dialect::slow},
    {"notice", &Dialect::notice},
    {"listen", &Dialect::listen},
    {"notify", &Dialect::notify},
    {"session_name", &Dialect::session_name},
    {"session_count", &Dialect::session_count},
    {"row_id", &Dialect::row_id},
    {"returning", &Dialect::returning},
    {"no_columns", &Dialect::no_columns},
    {"question_operator", &Dialect::question_operator},
    {"single_colon", &Dialect::single_colon},
};

[[noreturn]] void refuse(const std::string& what) { throw ProgrammingError("the profile's file: " + what); }

DeviationKind kind_named(const std::string& name) {
    for (const auto kind :
         {DeviationKind::database_lacks, DeviationKind::driver_lacks, DeviationKind::known_bug}) {
        if (to_string(kind) == name) return kind;
    }
    refuse("no such kind: " + name);
}

struct Entry {
    std::vector<std::string> section;
    std::string name;
    std::string text;
};

std::vector<Entry> read_entries(const std::string& path) {
    std::vector<Entry> entries;
    try {
        for (const auto& item : CLI::ConfigTOML().from_file(path)) {
            if (item.name == "++" || item.name == "--") continue;  // where a section begins and ends
            entries.push_back({item.parents, item.name, item.inputs.empty() ? "" : item.inputs.front()});
        }
    } catch (const CLI::Error& error) {
        refuse(error.what());
    }
    return entries;
}

void apply(Profile& profile, const Entry& entry) {
    if (entry.section.front() == "dialect") {
        const auto member = std::ranges::find(text_members, entry.name, &TextMember::name);
        if (member == std::end(text_members)) refuse("no such member of the dialect: " + entry.name);
        profile.dialect.*member->member = entry.text;
    } else if (entry.section.front() == "types") {
        const auto& types = profile.dialect.types;
        if (std::ranges::find(types, entry.name, &conformance::TypeSamples::name) == types.end())
            refuse("no such type: " + entry.name);
        profile.type(entry.name).type = entry.text;
    } else {
        refuse("no such section: " + entry.section.front());
    }
}

}  // namespace

Profile read_profile(const std::string& name_or_path, ConnectOptions options) {
    const auto names = conformance::profile_names();
    if (std::ranges::find(names, name_or_path) != names.end() || !std::filesystem::exists(name_or_path))
        return conformance::profile_named(name_or_path, std::move(options));

    const auto entries = read_entries(name_or_path);
    std::string base = "generic";
    for (const auto& entry : entries) {
        if (!entry.section.empty()) continue;
        if (entry.name != "base") refuse("no such entry: " + entry.name);
        base = entry.text;
    }
    auto profile = conformance::profile_named(base, std::move(options));
    profile.name = std::filesystem::path(name_or_path).stem().string();
    std::map<std::string, std::map<std::string, std::string>> lacks;
    for (const auto& entry : entries) {
        if (entry.section.empty()) continue;
        if (entry.section.front() != "lacks") {
            apply(profile, entry);
            continue;
        }
        std::string what;  // a dot in a section's name divides it, in quotes too, which stay
        for (std::size_t i = 1; i < entry.section.size(); ++i) what += (i > 1 ? "." : "") + entry.section[i];
        std::erase(what, '"');
        if (entry.name != "kind" && entry.name != "reason" && entry.name != "link")
            refuse("no such entry: " + entry.name);
        lacks[what][entry.name] = entry.text;
    }
    for (auto& [what, its] : lacks)
        profile.declare(what, kind_named(its["kind"]), its["reason"], its["link"]);
    return profile;
}

}  // namespace dbapi::cli
