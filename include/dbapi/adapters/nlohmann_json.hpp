// SPDX-License-Identifier: BSL-1.0
//
// nlohmann::json and nlohmann::ordered_json as JSON. Included by programs that use them; nothing else of
// dbapi needs that library.
#pragma once

#include <algorithm>
#include <cmath>
#include <dbapi/adapter.hpp>
#include <dbapi/convert.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/json.hpp>
#include <dbapi/value.hpp>
#include <nlohmann/json.hpp>
#include <string>

namespace dbapi {
namespace detail {

/// `json(nullptr)` is JSON's null, not SQL's NULL, which std::optional stands for. Reading keeps what the
/// library keeps: a number beyond 64 bits or with a fraction becomes the nearest double.
template <class Document>
struct NlohmannAdapter {
    /// @throws DataError  what has no text in JSON: a number that is not finite, bytes, text that is not
    /// UTF-8.
    [[nodiscard]] static Value to_value(const Document& document) {
        if (!has_text(document)) {
            throw DataError("a JSON document with a number that is not finite, or with bytes",
                            ErrorDetails{.sqlstate = "22023"});
        }
        try {
            return Json(document.dump());
        } catch (const nlohmann::json::exception&) {  // its message quotes the text
            throw DataError("a JSON document with text that is not UTF-8",
                            ErrorDetails{.sqlstate = sqlstate::bad_encoding});
        }
    }

    /// @throws DataError  the value is no JSON and no text, or its text is not well-formed.
    [[nodiscard]] static Document from_value(const Value& value) {
        const auto json = value.get<Json>();
        try {
            return Document::parse(json.str());
        } catch (const nlohmann::json::exception&) {
            throw DataError("the text is not well-formed JSON", ErrorDetails{.sqlstate = "22032"});
        }
    }

 private:
    [[nodiscard]] static bool has_text(const Document& document) {
        if (document.is_structured()) {
            return std::all_of(document.begin(), document.end(),
                               [](const auto& part) { return has_text(part); });
        }
        if (document.is_number_float()) return std::isfinite(document.template get<double>());
        return !document.is_binary() && !document.is_discarded();
    }
};

}  // namespace detail

template <>
struct Adapter<nlohmann::json> : detail::NlohmannAdapter<nlohmann::json> {};
template <>
struct Adapter<nlohmann::ordered_json> : detail::NlohmannAdapter<nlohmann::ordered_json> {};

}  // namespace dbapi
