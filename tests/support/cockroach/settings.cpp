// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/settings.hpp"

#include <array>
#include <string_view>

namespace testing::cockroach {
namespace {

struct Setting {
    std::string_view name;
    std::string_view value;
};

constexpr auto defaults = std::to_array<Setting>({
    {"inject_retry_errors_enabled", "off"},
    {"inject_retry_errors_on_commit_enabled", "off"},
    {"force_savepoint_restart", "off"},
    {"experimental_enable_temp_tables", "off"},
    {"multiple_active_portals_enabled", "off"},
    {"enable_implicit_transaction_for_batch_statements", "on"},
    {"results_buffer_size", "16384"},
    {"default_int_size", "8"},
    {"serial_normalization", "rowid"},
    {"distsql", "auto"},
});

/// Returns a word as a value: strings come with a ' before them.
std::string value_of(const std::string& word) {
    const auto text = lower(word.starts_with('\'') ? word.substr(1) : word);
    if (text == "true" || text == "1") return "on";
    if (text == "false" || text == "0") return "off";
    return text;
}

}  // namespace

Settings::Settings(const Profile& profile) : profile_(profile) { reset(); }

void Settings::reset() {
    values_.clear();
    for (const auto& setting : defaults) values_.emplace(setting.name, setting.value);
    if (profile_.has_autocommit_setting)
        values_.emplace("autocommit_before_ddl", profile_.autocommit_before_ddl ? "on" : "off");
}

bool Settings::set(const Statement& statement) {
    const auto& words = statement.words;
    if (begins_with(words, "SET CLUSTER SETTING") || begins_with(words, "SET DATABASE")) return true;
    // Every level is SERIALIZABLE where there is no other.
    if (begins_with(words, "SET TRANSACTION ISOLATION") && !profile_.has_read_committed) return true;
    if (begins_with(words, "SET TRANSACTION PRIORITY") || begins_with(words, "USE")) return true;
    if (words.size() == 2 && words[0] == "RESET") {
        const auto found = values_.find(lower(words[1]));
        if (found == values_.end()) return false;
        found->second = Settings(profile_).values_.at(found->first);
        return true;
    }
    std::size_t at = 1;
    if (at < words.size() && words[at] == "SESSION") ++at;
    if (at + 2 >= words.size()) return false;
    const auto found = values_.find(lower(words[at]));
    if (found == values_.end() || (words[at + 1] != "=" && words[at + 1] != "TO")) return false;
    found->second = value_of(words[at + 2]);
    return true;
}

std::optional<std::string> Settings::show(const Statement& statement) const {
    const auto& words = statement.words;
    if (begins_with(words, "SHOW CLUSTER SETTING VERSION")) return std::string(profile_.cluster_version);
    if (words.size() < 2) return std::nullopt;
    const auto name = lower(words[1]);
    if (name == "crdb_version") return std::string(profile_.crdb_version);
    if (name == "server_version") return std::string(profile_.server_version);
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
}

bool Settings::is_on(const std::string& name) const {
    const auto found = values_.find(name);
    return found != values_.end() && found->second == "on";
}

}  // namespace testing::cockroach
