// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in the columns that are told when a statement has started.
#include <algorithm>

#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Column;
using dbapi::Description;
using dbapi::Kind;
using dbapi::TypeCode;

/// Returns the columns, each changed by the function.
template <class F>
Description changed(const Description& right, F&& change) {
    if (!right) return nullptr;
    auto columns = std::make_shared<std::vector<Column>>(*right);
    for (Column& column : *columns) change(column);
    return columns;
}

}  // namespace

std::vector<Mistake> mistakes_of_descriptions() {
    return {
        {"description_misses_a_column",
         {"C52"},
         "of several columns the last is not described",
         {.columns = [](const Description& right, const Ran&, Memory&) -> Description {
             if (!right || right->size() < 2) return right;
             return std::make_shared<std::vector<Column>>(right->begin(), right->end() - 1);
         }}},
        {"description_has_wrong_order",
         {"C52"},
         "columns are described in the order of their names",
         {.columns = [](const Description& right, const Ran&, Memory&) -> Description {
             if (!right) return right;
             auto columns = std::make_shared<std::vector<Column>>(*right);
             std::ranges::sort(*columns, {}, &Column::name);
             return columns;
         }}},
        {"column_names_upper_case",
         {"C54"},
         "the names of columns come in upper case",
         {.columns =
              [](const Description& right, const Ran&, Memory&) {
                  return changed(right, [](Column& column) {
                      for (char& c : column.name) {
                          if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
                      }
                  });
              }}},
        {"column_names_empty",
         {"C54"},
         "columns have no names",
         {.columns = [](const Description& right, const Ran&,
                        Memory&) { return changed(right, [](Column& column) { column.name.clear(); }); }}},
        {"type_code_number_for_text",
         {"C58"},
         "text columns are described as numbers",
         {.columns =
              [](const Description& right, const Ran&, Memory&) {
                  return changed(right, [](Column& column) {
                      if (column.type_code.kind() == Kind::string) column.type_code = TypeCode(Kind::integer);
                  });
              }}},
        {"type_code_unknown",
         {"C58"},
         "every column has a type code that says nothing",
         {.columns =
              [](const Description& right, const Ran&, Memory&) {
                  return changed(right, [](Column& column) { column.type_code = TypeCode(); });
              }}},
        {"type_code_text_for_bytes",
         {"C58"},
         "columns of bytes are described as text",
         {.columns =
              [](const Description& right, const Ran&, Memory&) {
                  return changed(right, [](Column& column) {
                      if (column.type_code.kind() == Kind::binary) column.type_code = TypeCode(Kind::string);
                  });
              }}},
        {"type_code_text_for_dates",
         {"C58"},
         "columns of dates and times are described as text",
         {.columns =
              [](const Description& right, const Ran&, Memory&) {
                  return changed(right, [](Column& column) {
                      if (dbapi::DATETIME == column.type_code) column.type_code = TypeCode(Kind::string);
                  });
              }}},
        {"description_null_for_no_rows",
         {"C60"},
         "a SELECT that finds nothing has no description",
         {.columns = [](const Description& right, const Ran& ran, Memory&) -> Description {
             return ran.rows == 0 ? nullptr : right;
         }}},
        {"description_for_insert",
         {"C56", "C96"},
         "an INSERT has a description, of a result without rows",
         {.columns = [](const Description& right, const Ran& ran, Memory&) -> Description {
             if (!ran.is("INSERT") || right) return right;
             return std::make_shared<std::vector<Column>>(1);
         }}},
        {"description_empty_for_definitions",
         {"C56", "C96"},
         "CREATE TABLE has a description of no columns instead of none",
         {.columns = [](const Description& right, const Ran& ran, Memory&) -> Description {
             if (!ran.is_definition() || right) return right;
             return std::make_shared<std::vector<Column>>();
         }}},
        {"description_of_the_statement_before",
         {"C56"},
         "a statement without rows keeps the description of the one before",
         {.columns = [](const Description& right, const Ran&,
                        Memory& memory) { return right ? right : memory.columns; }}},
        {"precision_garbage",
         {"C55"},
         "precision and scale are -1 where they mean nothing",
         {.columns =
              [](const Description& right, const Ran&, Memory&) {
                  return changed(right, [](Column& column) {
                      column.precision = column.precision.value_or(-1);
                      column.scale = column.scale.value_or(-1);
                  });
              }}},
        {"sizes_garbage",
         {"C55"},
         "display_size and internal_size are 0 where they mean nothing",
         {.columns =
              [](const Description& right, const Ran&, Memory&) {
                  return changed(right, [](Column& column) {
                      column.display_size = column.display_size.value_or(0);
                      column.internal_size = column.internal_size.value_or(0);
                  });
              }}},
        {"null_ok_wrong",
         {"C55"},
         "null_ok is false for columns that hold NULL",
         {.columns = [](const Description& right, const Ran&,
                        Memory&) { return changed(right, [](Column& column) { column.null_ok = false; }); }}},
    };
}

}  // namespace testing::mistaken
