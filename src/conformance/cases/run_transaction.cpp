// SPDX-License-Identifier: BSL-1.0
//
// run_transaction() and Transaction, and what transactions may begin with.
#include <dbapi/conformance/context.hpp>
#include <dbapi/retry.hpp>
#include <dbapi/transaction.hpp>

#include "../suite.hpp"

namespace dbapi::conformance {
namespace {

/// A table of numbers, and what is done with it.
class Numbers {
 public:
    explicit Numbers(Context& context) : context_(context), table_(context.table("v {integer}")) {}

    void add(Connection& conn, int v) const {
        conn.execute(context_.sql("INSERT INTO {} VALUES (?)", table_), v);
    }
    /// Returns how many there are in the connection's eyes; ends the transaction that this begins.
    [[nodiscard]] std::int64_t count() const {
        auto& conn = context_.connection();
        const auto found = conn.execute("SELECT count(*) FROM " + table_).scalar<std::int64_t>();
        conn.rollback();
        return found;
    }

 private:
    Context& context_;
    std::string table_;
};

SerializationFailure conflict() {
    return SerializationFailure("a conflict of the kit's own",
                                {.sqlstate = sqlstate::serialization_failure, .retryable = true});
}

// ── run_transaction() ──

void run_transaction_commits(Context& context) {
    auto& conn = context.connection();
    const Numbers numbers(context);
    const int answer = run_transaction(conn, [&](Connection& tx) {
        numbers.add(tx, 1);
        return 42;
    });
    context.equal(answer, 42, "what the function returned");
    context.equal(conn.transaction_status(), TransactionStatus::idle, "the status behind it");
    context.equal(numbers.count(), 1, "rows");
}

void run_transaction_runs_again(Context& context) {
    auto& conn = context.connection();
    const Numbers numbers(context);
    int runs = 0;
    run_transaction(conn, {.backoff = {.base = Backoff::Duration(1)}}, [&](Connection& tx) {
        numbers.add(tx, 1);
        if (++runs < 3) throw conflict();
    });
    context.equal(runs, 3, "runs");
    context.equal(numbers.count(), 1, "rows: what the first two did was undone");
}

void run_transaction_undoes(Context& context) {
    auto& conn = context.connection();
    const Numbers numbers(context);
    context.throws<ProgrammingError>(
        [&] {
            run_transaction(conn, [&](Connection& tx) {
                numbers.add(tx, 1);
                tx.execute("SELECT * FROM dbapi_no_such_table");
            });
        },
        "a mistake inside");
    context.equal(conn.transaction_status(), TransactionStatus::idle, "the status behind it");
    context.equal(numbers.count(), 0, "rows");
}

void run_transaction_belongs_to_itself(Context& context) {
    auto& conn = context.connection();
    const Numbers numbers(context);
    run_transaction(conn, [&](Connection& tx) {
        numbers.add(tx, 1);
        context.throws<ProgrammingError>([&] { tx.commit(); }, "commit() inside");
        context.throws<ProgrammingError>([&] { tx.rollback(); }, "rollback() inside");
        context.throws<ProgrammingError>([&] { tx.execute("COMMIT"); }, "COMMIT inside");
        context.throws<ProgrammingError>([&] { tx.set_autocommit(true); }, "set_autocommit() inside");
        context.throws<ProgrammingError>([&] { run_transaction(tx, [](Connection&) {}); }, "another inside");
    });
    numbers.add(conn, 2);
    context.throws<ProgrammingError>([&] { run_transaction(conn, [](Connection&) {}); },
                                     "run_transaction() in a transaction");
    context.equal(conn.transaction_status(), TransactionStatus::active, "the status of that transaction");
    conn.rollback();
    context.equal(numbers.count(), 1, "rows");
}

void run_transaction_works_with_autocommit(Context& context) {
    auto& conn = context.connection();
    const Numbers numbers(context);
    conn.commit();
    conn.set_autocommit(true);
    context.throws<DataError>(
        [&] {
            run_transaction(conn, [&](Connection& tx) {
                numbers.add(tx, 1);
                throw DataError("the kit's own");
            });
        },
        "an error of the function");
    context.check(conn.autocommit(), "autocommit is on as before");
    context.equal(numbers.count(), 0, "rows");
}

// ── Transaction ──

void a_transaction_lasts_as_long_as_its_scope(Context& context) {
    auto& conn = context.connection();
    const Numbers numbers(context);
    conn.commit();
    {
        Transaction transaction(conn);
        numbers.add(conn, 1);
        transaction.commit();
    }
    {
        const Transaction transaction(conn);
        numbers.add(conn, 2);
    }
    context.equal(numbers.count(), 1, "rows");
}

void a_transaction_inside_is_a_savepoint(Context& context) {
    auto& conn = context.connection();
    const Numbers numbers(context);
    conn.commit();
    Transaction whole(conn);
    numbers.add(conn, 1);
    {
        const Transaction part(conn);
        numbers.add(conn, 2);
    }
    {
        Transaction part(conn);
        numbers.add(conn, 3);
        part.commit();
    }
    whole.commit();
    context.equal(numbers.count(), 2, "rows");
}

// ── what transactions begin with ──

void begins(Context& context, const TransactionOptions& options) {
    auto& conn = context.connection();
    conn.set_transaction_options(options);
    context.equal(conn.execute("SELECT 1").scalar<std::int64_t>(), 1, "a query with these options");
    conn.rollback();
    conn.set_transaction_options({});
}

void deferrable(Context& context) {
    begins(context, {.isolation = IsolationLevel::serializable, .read_only = true, .deferrable = true});
    begins(context, {.deferrable = false});
}

void priority(Context& context) {
    for (const auto each :
         {TransactionPriority::low, TransactionPriority::normal, TransactionPriority::high}) {
        begins(context, {.priority = each});
    }
}

void as_of_system_time(Context& context) { begins(context, {.as_of_system_time = "-1s"}); }

void restart_savepoint(Context& context) {
    auto& conn = context.connection();
    const Numbers numbers(context);
    int runs = 0;
    run_transaction(conn, {.form = RetryForm::savepoint}, [&](Connection& tx) {
        numbers.add(tx, 1);
        if (++runs < 3) throw conflict();
    });
    context.equal(runs, 3, "runs");
    context.equal(numbers.count(), 1, "rows: what the first two did was undone");
}

constexpr auto one = Connections::one;
constexpr auto transactions = &Features::transactions;

constexpr Case group[] = {
    {"run_transaction.commits",
     {49},
     "run_transaction() commits, and returns what the function returns.",
     run_transaction_commits,
     one,
     transactions},
    {"run_transaction.runs_again",
     {49},
     "What is worth another attempt is undone and runs again.",
     run_transaction_runs_again,
     one,
     transactions},
    {"run_transaction.undoes",
     {49},
     "Behind any other error all is undone.",
     run_transaction_undoes,
     one,
     transactions},
    {"run_transaction.belongs_to_itself",
     {49},
     "Nothing else ends its transaction, and it ends no other.",
     run_transaction_belongs_to_itself,
     one,
     transactions},
    {"run_transaction.works_with_autocommit",
     {49, 132},
     "It is one transaction in autocommit mode too.",
     run_transaction_works_with_autocommit,
     one,
     transactions},
    {"run_transaction.restart_savepoint",
     {49},
     "The form with SAVEPOINT cockroach_restart does the same.",
     restart_savepoint,
     one,
     &Features::restart_savepoint},
    {"transaction_scope.commits_or_undoes",
     {49},
     "A Transaction is committed, or undone at the end of its scope.",
     a_transaction_lasts_as_long_as_its_scope,
     one,
     transactions},
    {"transaction_scope.inside_is_a_savepoint",
     {49},
     "A Transaction inside of another is a savepoint.",
     a_transaction_inside_is_a_savepoint,
     one,
     &Features::savepoints},
    {"transaction_options.deferrable",
     {49},
     "A transaction may be deferrable.",
     deferrable,
     one,
     &Features::deferrable},
    {"transaction_options.priority",
     {49},
     "A transaction may have a priority.",
     priority,
     one,
     &Features::transaction_priority},
    {"transaction_options.as_of_system_time",
     {49},
     "A transaction may read the past.",
     as_of_system_time,
     one,
     &Features::as_of_system_time},
};

}  // namespace

Group run_transaction_cases() { return group; }

}  // namespace dbapi::conformance
