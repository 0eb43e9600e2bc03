// SPDX-License-Identifier: BSL-1.0
//
// Standard streams as the source and the sink of COPY's data.
#include <dbapi/copy.hpp>
#include <dbapi/errors.hpp>

namespace dbapi::detail {
namespace {

constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

}  // namespace

StreamSource::StreamSource(std::istream& stream) : stream_(stream), buffer_(piece_bytes, '\0') {}

std::string_view StreamSource::next() {
    if (stream_.eof()) return {};
    stream_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    const auto size = static_cast<std::size_t>(stream_.gcount());
    // Less than was asked for is the end, when it says so.
    if (stream_.bad() || (stream_.fail() && !stream_.eof())) {
        throw InterfaceError("the stream with the data to copy could not be read");
    }
    return std::string_view(buffer_).substr(0, size);
}

void StreamSink::put(std::string_view data) {
    if (!stream_.write(data.data(), static_cast<std::streamsize>(data.size()))) {
        throw InterfaceError("the stream for the copied data could not be written to");
    }
}

}  // namespace dbapi::detail
