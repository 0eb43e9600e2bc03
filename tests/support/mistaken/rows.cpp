// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in which rows come, and in which order.
#include <algorithm>

#include "table.hpp"

namespace testing::mistaken {

std::vector<Mistake> mistakes_of_rows() {
    return {
        {"last_row_lost",
         {"C95", "C99"},
         "the last row does not come",
         {.rows =
              [](std::vector<OwnedRow>& rows, const Ran&) {
                  if (!rows.empty()) rows.pop_back();
              }}},
        {"first_row_lost",
         {"C95", "C99"},
         "the first row of several does not come, as it was read to learn the columns",
         {.rows =
              [](std::vector<OwnedRow>& rows, const Ran&) {
                  if (rows.size() > 1) rows.erase(rows.begin());
              }}},
        {"row_repeated",
         {"C95", "C97", "C99"},
         "of several rows the second comes twice",
         {.rows =
              [](std::vector<OwnedRow>& rows, const Ran&) {
                  if (rows.size() > 1) rows.insert(rows.begin() + 1, OwnedRow(rows[1]));
              }}},
        {"rows_reversed",
         {"C97", "C99"},
         "rows come in the opposite order",
         {.rows = [](std::vector<OwnedRow>& rows, const Ran&) { std::ranges::reverse(rows); }}},
        {"rows_merged",
         {"C99"},
         "rows that are equal come once",
         {.rows = [](std::vector<OwnedRow>& rows,
                     const Ran&) { rows.erase(std::unique(rows.begin(), rows.end()), rows.end()); }}},
        {"rows_go_on_after_the_end",
         {"C95", "C100"},
         "the last row comes three times more before the end is told",
         {.rows =
              [](std::vector<OwnedRow>& rows, const Ran&) {
                  if (!rows.empty()) rows.insert(rows.end(), 3, OwnedRow(rows.back()));
              }}},
        {"row_of_nulls_for_no_rows",
         {"C95", "C97", "C99"},
         "an empty result gives a row of NULLs",
         {.rows =
              [](std::vector<OwnedRow>& rows, const Ran&) {
                  if (rows.empty()) rows.emplace_back();
              }}},
        {"rows_end_at_a_hundred",
         {"C99"},
         "no more than a hundred rows come",
         {.rows =
              [](std::vector<OwnedRow>& rows, const Ran&) {
                  if (rows.size() > 100) rows.resize(100);
              }}},
        {"stream_loses_last_row",
         {"stream.*"},
         "the last row of a stream does not come",
         {.rows =
              [](std::vector<OwnedRow>& rows, const Ran& ran) {
                  if (ran.stream && !rows.empty()) rows.pop_back();
              }}},
        {"stream_reversed",
         {"stream.*"},
         "the rows of a stream come in the opposite order",
         {.rows =
              [](std::vector<OwnedRow>& rows, const Ran& ran) {
                  if (ran.stream) std::ranges::reverse(rows);
              }}},
        {"stream_reads_all",
         {"stream.*"},
         "a stream reads all rows before it gives the first",
         {.rows = [](std::vector<OwnedRow>&, const Ran&) {}}},
    };
}

}  // namespace testing::mistaken
