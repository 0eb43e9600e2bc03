// SPDX-License-Identifier: BSL-1.0
//
// What other sessions tell.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "../text.hpp"

namespace dbapi::conformance {
namespace {

using namespace std::chrono_literals;

void notifications_arrive(Context& context) {
    auto& listener = context.connection();
    context.check(!listener.wait_notification(1ms), "nobody listens yet");
    const auto channel = context.name();
    const auto teller = context.connect();
    listener.execute(
        replaced(context.need(context.dialect().listen, "how a session listens"), "{}", channel));
    listener.commit();
    context.check(!listener.wait_notification(10ms), "nothing has been told: nothing comes, and no error");
    auto tell = replaced(context.need(context.dialect().notify, "how others are told"), "{}", channel);
    for (const char* text : {"one", "two"}) {
        teller->execute(replaced(tell, "{text}", text));
        context.check(!listener.wait_notification(10ms), "what is not committed is not told");
        teller->commit();
        const auto told = listener.wait_notification(10s);
        context.require(told.has_value(), "what is committed is told");
        context.equal(told->channel, channel, "the channel");
        context.equal(told->payload, std::string(text), "the payload");
    }
    context.equal(listener.execute("SELECT 1").scalar<int>(), 1, "a statement between notifications");
    context.throws<ProgrammingError>([&] { static_cast<void>(listener.wait_notification(10ms)); },
                                     "waiting in a transaction, where none comes");
    listener.rollback();
    context.check(listener.notifications().empty(), "all have been given");
}

constexpr Case group[] = {
    {"notifications.arrive_once_committed",
     {},
     "What another connection tells a channel arrives, once it is committed.",
     notifications_arrive,
     Connections::several,
     &Features::notifications},
};

}  // namespace

Group notifications_cases() { return group; }

}  // namespace dbapi::conformance
