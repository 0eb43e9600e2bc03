// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/double.hpp"

#include <unistd.h>

#include <algorithm>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "support/cockroach/session.hpp"

namespace testing::cockroach {

ServerUrl::ServerUrl(const std::string& url) {
    const auto begin = url.find("://");
    const auto at = url.rfind('@');
    const auto directory = url.find("?host=");
    const auto port_of_socket = url.find("&port=");
    if (at != std::string::npos && directory != std::string::npos && port_of_socket != std::string::npos) {
        user = url.substr(begin + 3, at - begin - 3);
        host = url.substr(directory + 6, port_of_socket - directory - 6);
        port = static_cast<std::uint16_t>(std::stoi(url.substr(port_of_socket + 6)));
        rest = url.substr(at + 1, directory - at - 1);
        return;
    }
    const auto colon = url.find(':', at);
    const auto slash = url.find('/', at);
    if (begin == std::string::npos || at == std::string::npos || colon == std::string::npos ||
        slash == std::string::npos)
        throw std::runtime_error("the server's URL has to be postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
    user = url.substr(begin + 3, at - begin - 3);
    host = url.substr(at + 1, colon - at - 1);
    if (host == "localhost") host = "127.0.0.1";
    port = static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1, slash - colon - 1)));
    rest = url.substr(slash);
}

CockroachDouble::CockroachDouble(const std::string& server_url, std::string_view profile, std::uint32_t seed)
    : server_(server_url), node_(find_profile(profile), server_.host, server_.port, seed) {
    acceptor_ = std::thread([this] { accept_clients(); });
}

CockroachDouble::~CockroachDouble() {
    node_.stopping = true;
    acceptor_.join();
    for (auto& served : served_) served.thread.join();
}

std::string CockroachDouble::url(std::string_view scheme) const {
    return std::string(scheme) + "://" + server_.user + "@127.0.0.1:" + std::to_string(port()) + server_.rest;
}

void CockroachDouble::inject(Injection injection) {
    if (injection.fault == Fault::refused && injection.probability <= 0) {
        listener_.close();
        node_.plan.record({Fault::refused, 0, "CONNECT", std::nullopt});
    } else {
        node_.plan.inject(std::move(injection));
    }
}

void CockroachDouble::clear() {
    node_.plan.clear();
    node_.draining = false;
    listener_.open();
}

std::size_t CockroachDouble::count(Fault fault) const {
    const auto all = strikes();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const auto& strike) { return strike.fault == fault; }));
}

std::size_t CockroachDouble::count(Fault fault, bool applied) const {
    const auto all = strikes();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const auto& strike) {
        return strike.fault == fault && strike.applied == applied;
    }));
}

void CockroachDouble::accept_clients() {
    while (!node_.stopping) {
        const auto client = listener_.accept();
        for (auto it = served_.begin(); it != served_.end();) {
            if (*it->over) {
                it->thread.join();
                it = served_.erase(it);
            } else {
                ++it;
            }
        }
        if (!client) continue;
        const int number = ++connections_;
        auto over = std::make_shared<std::atomic<bool>>(false);
        std::thread thread([this, fd = *client, number, over] {
            try {
                Session(fd, number, node_).run();
            } catch (const std::exception& error) {
                std::cerr << "the double of CockroachDB: " << error.what() << '\n';
            }
            *over = true;
        });
        served_.push_back({std::move(thread), std::move(over)});
    }
}

}  // namespace testing::cockroach
