// SPDX-License-Identifier: BSL-1.0
#include "fake_driver.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "fake_session.hpp"

namespace testing {

using dbapi::Deadline;

FakeDriver::FakeDriver()
    : features{.transactions = true,
               .multiple_statements = true,
               .streaming = true,
               .cancel = true,
               .callproc = true},
      placeholder(dbapi::driver::Placeholder::question),
      script_(std::make_unique<Script>()) {}
FakeDriver::~FakeDriver() = default;

std::span<const std::string_view> FakeDriver::do_schemes() const noexcept {
    static constexpr std::array<std::string_view, 2> schemes{"fake", "mock"};
    return schemes;
}

std::shared_ptr<dbapi::Connection> FakeDriver::do_connect(const dbapi::ConnectOptions&, Deadline) const {
    auto connection = std::make_shared<FakeConnection>(*this);
    connection->enter("connect");
    return connection;
}

void FakeDriver::answer(std::string sql, std::vector<FakeResult> results) {
    const std::lock_guard lock(script_->mutex);
    script_->answers[std::move(sql)] = std::move(results);
}

void FakeDriver::end_transaction(FakeConnection& session) noexcept { session.end_transaction(); }

void FakeDriver::lose(FakeConnection& session) noexcept { session.lose(); }

void FakeDriver::on(std::string_view hook, Action action, unsigned skip) {
    const std::lock_guard lock(script_->mutex);
    script_->steps.push_back({std::string(hook), std::move(action), skip});
}

std::shared_ptr<Gate> FakeDriver::hold(std::string_view hook, unsigned skip) {
    auto gate = std::make_shared<Gate>();
    on(
        hook, [gate](FakeConnection&) { gate->pass(); }, skip);
    return gate;
}

void FakeDriver::notify(std::string_view hook, dbapi::Message message, unsigned skip) {
    on(
        hook, [message = std::move(message)](FakeConnection& session) { session.notice(message); }, skip);
}

void FakeDriver::refuse_commit() {
    const std::lock_guard lock(script_->mutex);
    script_->refuses_commit = true;
}

void FakeDriver::out(std::size_t parameter, dbapi::Value value) {
    const std::lock_guard lock(script_->mutex);
    script_->outputs.insert_or_assign(parameter, std::move(value));
}

std::vector<std::string> FakeDriver::calls() const {
    const std::lock_guard lock(script_->mutex);
    return script_->calls;
}

std::vector<std::string> FakeDriver::take_calls() {
    const std::lock_guard lock(script_->mutex);
    return std::exchange(script_->calls, {});
}

std::size_t FakeDriver::count(std::string_view hook) const {
    const auto all = calls();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const std::string& call) {
        return call.substr(0, call.find(' ')) == hook;
    }));
}

std::vector<FakeExecution> FakeDriver::executions() const {
    const std::lock_guard lock(script_->mutex);
    return script_->executions;
}

std::vector<dbapi::TransactionOptions> FakeDriver::begun() const {
    const std::lock_guard lock(script_->mutex);
    return script_->begun;
}

std::vector<std::string> FakeDriver::violations() const {
    const std::lock_guard lock(script_->mutex);
    return script_->violations;
}

}  // namespace testing
