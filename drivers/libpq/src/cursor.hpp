// SPDX-License-Identifier: BSL-1.0
//
// The libpq driver's cursor: it runs a statement in the session and exposes its rows where libpq holds them.
#pragma once

#include <dbapi/cursor.hpp>
#include <dbapi/driver/copying.hpp>
#include <dbapi/driver/execution.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "codec/copy_write.hpp"
#include "codec/styled.hpp"
#include "parameters.hpp"
#include "pq/copy.hpp"
#include "pq/handle.hpp"
#include "prepared.hpp"
#include "result_shape.hpp"
#include "statement_rules.hpp"

namespace dbapi::libpq {

class LibpqConnection;
struct CopiedRows;

/// What a pipeline has got for a cursor.
struct PipedResult {
    std::vector<ResultHandle> results;            ///< At least one; see BatchClient::answered().
    std::shared_ptr<PreparedStatement> prepared;  ///< What ran, if its shape is known.
    TextStyle style;                              ///< Of values in text.
};

class LibpqCursor final : public Cursor {
 public:
    explicit LibpqCursor(LibpqConnection& connection) noexcept;
    /// Makes one in the server. @param name  as the program gave it.
    LibpqCursor(LibpqConnection& connection, std::string_view name);
    ~LibpqCursor() override;

    // For the pipeline, whose results do_receive() takes in their order.
    [[nodiscard]] ParameterEncoder& encoder() noexcept { return encoder_; }
    void add_piped(PipedResult result) { piped_.push_back(std::move(result)); }
    void drop_results() noexcept { static_cast<void>(do_reset()); }

 private:
    driver::ResultHead do_execute(const driver::Execution& execution) override;
    bool do_fetch(std::span<ValueView> row, Deadline deadline) override;
    driver::Completion do_complete(Deadline deadline) override;
    driver::ResultHead do_nextset(Deadline deadline) override;
    bool do_reset() noexcept override;
    driver::ResultHead do_callproc(const driver::ProcedureCall& procedure) override;
    void do_output_parameters(std::span<Value> parameters, Deadline deadline) override;
    driver::Completion do_copy_rows_in(const driver::CopyRowsIn& copy) override;
    driver::Completion do_copy_data_in(const driver::CopyDataIn& copy) override;
    driver::ResultHead do_copy_rows_out(const driver::CopyRowsOut& copy) override;
    driver::Completion do_copy_data_out(const driver::CopyDataOut& copy) override;
    driver::ResultHead do_receive(Deadline deadline) override;
    void do_close_named(Deadline deadline) override;

    // Running.
    void prepare(const driver::Execution& execution, const WireParameters& parameters);
    void learn_types(const driver::Execution& execution, const WireParameters& parameters);
    void run(const driver::Execution& execution, const WireParameters& parameters,
             const StatementRules& rules);
    void recover(const driver::Execution& execution, const DatabaseError& error, const std::string& begun);

    // COPY, in copy_in.cpp and copy_out.cpp.
    void start_copy();
    [[nodiscard]] std::shared_ptr<const ResultShape> describe(const std::string& query, Deadline deadline);
    [[nodiscard]] CopyWriter plan_copy(const driver::CopyRowsIn& copy);
    [[nodiscard]] driver::Completion copy_rows(const driver::CopyRowsIn& copy, Session::CopyIn& stream,
                                               const CopyWriter& writer);
    [[nodiscard]] bool fetch_copied(std::span<ValueView> row, Deadline deadline);
    [[nodiscard]] bool next_copied(Deadline deadline);

    void keep_outputs();  // in callproc.cpp

    // A cursor in the server, in named_cursor.cpp.
    [[nodiscard]] driver::ResultHead declare(const driver::Execution& execution,
                                             const WireParameters& parameters);
    [[nodiscard]] ResultHandle ask(const std::string& sql, bool binary, Deadline deadline);
    [[nodiscard]] bool fetch_named(Deadline deadline);
    [[nodiscard]] bool is_still_there(Deadline deadline);

    // Results.
    void drop_result() noexcept;
    void take_result(Deadline deadline);
    void hold_results(Deadline deadline);
    [[nodiscard]] driver::ResultHead take_head(Deadline deadline);
    void choose_views();
    void make_others(std::span<ValueView> row);
    [[nodiscard]] ValueView make(std::size_t column, std::string_view bytes);

    LibpqConnection& home_;
    std::string name_;          // in the server, quoted; empty without
    bool is_declared_ = false;  // there is such a cursor,
    bool is_at_end_ = false;    // whose last rows have come
    std::uint64_t epoch_ = 0;   // the session's when it was declared,
    std::uint64_t doubts_ = 0;  // and those that were cleared up
    ParameterEncoder encoder_;
    std::shared_ptr<PreparedStatement> prepared_;  // what runs, if it is prepared
    std::shared_ptr<const ResultShape> shape_;     // of the current result, or what a prepared one will have
    ResultHandle result_;                          // what came last
    std::size_t row_ = 0;                          // in it, behind the row that is exposed
    std::size_t row_count_ = 0;                    // in it
    std::size_t rows_seen_ = 0;                    // of the statement
    std::unique_ptr<CopiedRows> copied_;           // where rows come from instead, in copy_out()
    std::vector<ResultHandle> held_;               // results that were read before their time,
    std::size_t next_held_ = 0;                    // and which of them comes next
    std::vector<PipedResult> piped_;               // results of a pipeline,
    std::size_t next_piped_ = 0;                   // and which of them is received next
    bool is_binary_ = false;                       // whether the current result's values are
    TextStyle style_{};                            // of their text, if they are not
    bool has_styled_ = false;                      // whether some of it was in that style
    std::span<const TypeInfo::View> views_;        // by column, of shape_ or the next; null: to be made
    std::vector<TypeInfo::View> styled_views_;     // for text in a style that is not ours
    std::vector<std::size_t> outputs_;             // of a procedure: see RoutineCall,
    std::vector<Value> output_values_;             // and the columns of its row
    std::vector<Value> made_;                      // values of the exposed row; empty when all are views
};

}  // namespace dbapi::libpq
