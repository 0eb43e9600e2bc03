// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in how parameters are bound, and which text the database gets.
#include <atomic>
#include <mutex>
#include <string>
#include <utility>

#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Binary;
using dbapi::Value;
using Values = std::vector<Value>;

/// Returns the text with the placeholder replaced, wherever it stands as a whole.
std::string with_placeholder(const std::string& sql, std::size_t number, const std::string& literal) {
    const std::string placeholder = "$" + std::to_string(number);
    std::string text;
    std::size_t done = 0;
    for (auto at = sql.find(placeholder); at != sql.npos; at = sql.find(placeholder, done)) {
        const auto end = at + placeholder.size();
        const bool is_whole = end == sql.size() || sql[end] < '0' || sql[end] > '9';
        text += sql.substr(done, at - done) + (is_whole ? literal : placeholder);
        done = end;
    }
    return text + sql.substr(done);
}

/// Returns the text with the second and later uses of a placeholder replaced by NULL.
std::string without_repeats(const std::string& sql) {
    for (std::size_t number = 1; number < 10; ++number) {
        const std::string placeholder = "$" + std::to_string(number);
        const auto first = sql.find(placeholder);
        if (first == sql.npos) break;
        const auto behind = first + placeholder.size();
        if (sql.find(placeholder, behind) == sql.npos || (behind < sql.size() && sql[behind] == '0'))
            continue;
        return sql.substr(0, behind) + with_placeholder(sql.substr(behind), number, "NULL");
    }
    return sql;
}

/// Returns an INSERT of several rows with the first of them once more.
std::string with_row_twice(std::string sql) {
    const auto second = sql.find("), (");
    if (second == sql.npos) return sql;
    const auto first = sql.rfind('(', second - 1);
    return sql + ", " + sql.substr(first, second + 1 - first);
}

/// What the sessions of a driver write their parameters into, one after the other.
class Buffer {
 public:
    /// Returns what another session has left here, if it is of the same shape.
    void pass(Values& parameters, int session) {
        const std::lock_guard lock(mutex_);
        const bool is_stale = session != session_ && left_.size() == parameters.size();
        Values own = parameters;
        if (is_stale) parameters = left_;
        left_ = std::move(own);
        session_ = session;
    }

 private:
    std::mutex mutex_;
    Values left_;
    int session_ = 0;
};

/// Runs the function on each of the parameters that is a T.
template <class T, class F>
void change(Values& parameters, F&& changed) {
    for (Value& value : parameters) {
        if (const T* held = value.get_if<T>()) value = changed(T(*held));
    }
}

}  // namespace

std::vector<Mistake> mistakes_of_parameters() {
    return {
        {"parameters_swapped",
         {"C80", "C81"},
         "the first two parameters change places",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  if (parameters.size() > 1) std::swap(parameters[0], parameters[1]);
              }}},
        {"last_parameter_lost",
         {"C80", "C81"},
         "the last of several parameters is bound as NULL",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  if (parameters.size() > 1) parameters.back() = dbapi::null;
              }}},
        {"null_bound_as_empty",
         {"C114"},
         "NULL is bound as an empty string",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  for (Value& value : parameters) {
                      if (value.is_null()) value = "";
                  }
              }}},
        {"null_bound_as_zero",
         {"C114"},
         "NULL is bound as 0",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  for (Value& value : parameters) {
                      if (value.is_null()) value = 0;
                  }
              }}},
        {"empty_bound_as_null",
         {"C81"},
         "an empty string is bound as NULL",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  change<std::string>(parameters,
                                      [](const std::string& s) { return s.empty() ? Value() : Value(s); });
              }}},
        {"text_pasted",
         {"C81"},
         "text is pasted into the statement between quotes",
         {.statement =
              [](std::string& sql, Values& parameters, const Ran&, Memory&) {
                  for (std::size_t i = parameters.size(); i > 0; --i) {
                      const auto* text = parameters[i - 1].get_if<std::string>();
                      if (text)
                          sql = with_placeholder(sql, i, "'" + *text + "'") + " -- $" + std::to_string(i);
                  }
                  // What is in the comment is no marker: the parameters that are left move up.
                  Values left;
                  for (std::size_t i = 0; i < parameters.size(); ++i) {
                      if (parameters[i].get_if<std::string>()) continue;
                      left.push_back(parameters[i]);
                      sql = with_placeholder(sql, i + 1, "$" + std::to_string(left.size()));
                  }
                  parameters = std::move(left);
              }}},
        {"repeated_marker_bound_once",
         {"C80"},
         "a name that is used twice is bound to its first marker alone",
         {.statement = [](std::string& sql, Values&, const Ran&, Memory&) { sql = without_repeats(sql); }}},
        {"parameters_of_the_first_time",
         {"C79", "C82"},
         "a statement that runs again has the parameters of its first time",
         {.statement =
              [](std::string& sql, Values& parameters, const Ran&, Memory& memory) {
                  const auto [known, is_new] = memory.parameters.try_emplace(sql, parameters);
                  if (!is_new && known->second.size() == parameters.size()) parameters = known->second;
              }}},
        {"bytes_bound_as_text",
         {"C113", "C115"},
         "bytes are bound as text",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  change<Binary>(parameters, [](const Binary& b) { return std::string(b.view()); });
              }}},
        {"text_bound_up_to_nul",
         {"C81"},
         "text is bound up to its first NUL",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  change<std::string>(parameters,
                                      [](const std::string& s) { return s.substr(0, s.find('\0')); });
              }}},
        {"integers_bound_with_32_bits",
         {"C81"},
         "integers are bound with 32 bits",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  change<std::int64_t>(parameters,
                                       [](std::int64_t n) { return static_cast<std::int32_t>(n); });
              }}},
        {"backslashes_escaped",
         {"C81"},
         "backslashes in bound text are doubled",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  change<std::string>(parameters, [](const std::string& s) {
                      std::string text;
                      for (const char c : s) text += c == '\\' ? std::string(2, c) : std::string(1, c);
                      return text;
                  });
              }}},
        {"quotes_doubled",
         {"C81"},
         "quotes in bound text are doubled",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory&) {
                  change<std::string>(parameters, [](const std::string& s) {
                      std::string text;
                      for (const char c : s) text += c == '\'' ? std::string(2, c) : std::string(1, c);
                      return text;
                  });
              }}},
        {"a_row_of_many_twice",
         {"C90"},
         "executemany() inserts its first row twice when rows go together",
         {.statement =
              [](std::string& sql, Values&, const Ran& ran, Memory&) {
                  if (ran.is("INSERT")) sql = with_row_twice(sql);
              }}},
        {"parameters_of_another_session",
         {"C7"},
         "sessions share one buffer for parameters",
         {.statement =
              [](std::string&, Values& parameters, const Ran&, Memory& memory) {
                  static Buffer buffer;
                  if (!parameters.empty()) buffer.pass(parameters, memory.session);
              }}},
        {"text_cut_at_its_semicolon",
         {"C81", "C88"},
         "a statement ends at its first semicolon, also in a literal",
         {.statement = [](std::string& sql, Values&, const Ran&,
                          Memory&) { sql = sql.substr(0, sql.find(';')); }}},
        {"text_in_lower_case",
         {"C79"},
         "the text of a statement is turned into lower case, literals too",
         {.statement =
              [](std::string& sql, Values&, const Ran&, Memory&) {
                  for (char& c : sql) {
                      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
                  }
              }}},
    };
}

}  // namespace testing::mistaken
