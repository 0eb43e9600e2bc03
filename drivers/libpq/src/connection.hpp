// SPDX-License-Identifier: BSL-1.0
//
// The libpq driver's connection: a session, the dialect of the server at its other end, and what the session
// has learnt: types and prepared statements.
#pragma once

#include <cstdint>
#include <dbapi/connection.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/styled.hpp"
#include "dialect.hpp"
#include "left_cursors.hpp"
#include "pq/session.hpp"
#include "prepared.hpp"
#include "settings.hpp"
#include "statement_rules.hpp"
#include "type_catalog.hpp"

namespace dbapi::libpq {

class LibpqConnection final : public Connection {
 public:
    LibpqConnection(ConnectionHandle handle, const Settings& settings);

    // For its cursors, while they have the connection to themselves.
    [[nodiscard]] Session& session() noexcept { return session_; }
    [[nodiscard]] const Dialect& dialect() const noexcept { return dialect_; }
    [[nodiscard]] const Settings& settings() const noexcept { return settings_; }
    [[nodiscard]] PreparedStatements& prepared() noexcept { return prepared_; }

    /// Returns a type, or null when nothing has asked the server for it yet. Lifetime: as of
    /// TypeCatalog::find().
    [[nodiscard]] const TypeInfo* find_type(std::uint32_t oid) const noexcept { return types_.find(oid); }

    /// Whether the types of all columns are known, so that shape_of() asks the server nothing.
    [[nodiscard]] bool knows_types(const pg_result* result) const;

    /// Returns the shape of a result or a described statement. @pre  the session is free, or knows_types().
    [[nodiscard]] std::shared_ptr<const ResultShape> shape_of(const pg_result* result, Deadline deadline);

    /// Returns how the session prints dates and intervals at this moment.
    [[nodiscard]] TextStyle text_style() const;

    /// Draws the conclusions from a command tag: after a change of the schema, what was learnt of it is old.
    void heed(std::string_view command_tag);

    /// Notes that the schema, or what names in statements mean, changes: what was learnt is old, and what is
    /// learnt from now on will be when the transaction ends, which may take the change back.
    void note_change();

    /// The server has no prepared statement of this session any more.
    void forget_prepared();

    /// Sets what our decoders and the SQL scanner rely on, where the session has it otherwise.
    void fix_settings(Deadline deadline);

    /// Draws the conclusions from what a statement is, before it is run, and returns them.
    StatementRules heed(const driver::Statement& statement);

    /// Asks what the server's settings make of its features.
    void learn_features(Deadline deadline);

    [[nodiscard]] LeftCursors& left_cursors() noexcept { return left_cursors_; }

    /// Draws the conclusions from a transaction that has ended, however that came. To be called before a
    /// statement is run.
    void heed_end();

    /// Returns the BEGIN statement of the open transaction if nothing else has run in it yet, else an empty
    /// text; from then on something has.
    [[nodiscard]] std::string take_begun() noexcept { return std::exchange(begun_, {}); }

    /// Notes that a BEGIN statement has just begun a transaction.
    void set_begun(std::string statement) noexcept { begun_ = std::move(statement); }

    using Connection::set_running;  // for its pipelines

 private:
    const Features& do_features() const noexcept override { return features_; }
    driver::Placeholder do_placeholder() const noexcept override;
    std::unique_ptr<Cursor> do_cursor(const CursorOptions& options) override;
    std::size_t do_parameters_at_once() const noexcept override { return 999; }
    void do_begin(const TransactionOptions& options, Deadline deadline) override;
    driver::CommitAnswer do_commit(Deadline deadline) override;
    void do_rollback(Deadline deadline) override;
    void do_close(Deadline deadline) override;
    TransactionStatus do_transaction_status() const noexcept override { return session_.status(); }
    bool do_is_usable() const noexcept override { return session_.is_alive(); }
    void do_look() noexcept override { session_.look(); }
    void do_ping(Deadline deadline) override { session_.command(std::string(), deadline); }
    std::uint64_t do_touches() const noexcept override { return touches_; }
    bool do_reset(Deadline deadline) override;
    void do_end_stream(driver::StreamEnd how, Deadline deadline) override;
    void do_cancel(Deadline deadline) override { session_.cancel(deadline); }
    bool do_begins_with_statement() const noexcept override { return true; }
    std::optional<Notification> do_wait_notification(Deadline deadline) override {
        return session_.wait_notification(deadline);
    }
    void do_tpc_begin(const Xid& xid, const TransactionOptions& options, Deadline deadline) override;
    driver::CommitAnswer do_tpc_prepare(const Xid& xid, Deadline deadline) override;
    void do_tpc_commit(const Xid& xid, Deadline deadline) override;
    void do_tpc_rollback(const Xid& xid, Deadline deadline) override;
    std::vector<Xid> do_tpc_recover(Deadline deadline) override;
    [[nodiscard]] ResultHandle ask(const std::string& sql, Deadline deadline);
    driver::PipelineAnswer do_run_pipeline(std::span<const driver::PipelineStep> steps,
                                           Deadline deadline) override;

    Session session_;
    const Dialect& dialect_;
    Features features_;
    const Settings settings_;
    TypeCatalog types_;
    LeftCursors left_cursors_;
    PreparedStatements prepared_;
    std::uint64_t touches_ = 0;                     // see do_touches()
    bool has_changed_ = false;                      // since the last transaction ended: see note_change()
    std::string begun_;                             // see take_begun()
    std::optional<bool> may_prepare_transactions_;  // as the server's settings have it; nothing: not asked
};

}  // namespace dbapi::libpq
