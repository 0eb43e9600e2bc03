// SPDX-License-Identifier: BSL-1.0
#include "codec/copy_read.hpp"

#include <algorithm>
#include <cstdint>

#include "codec/copy_write.hpp"
#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

constexpr std::string_view subject = "data of COPY";
constexpr std::uint32_t critical_flags = 0xffff'0000;  // a reader that does not know one must stop

}  // namespace

void CopyReader::feed(std::string_view piece) {
    if (has_trailer_) throw_malformed(subject);
    left_ = piece;
    if (is_binary_ && !has_header_) take_header();
}

void CopyReader::take_header() {
    WireReader reader(left_, subject);
    if (reader.take_bytes(copy_signature.size()) != copy_signature) reader.fail();
    if ((reader.take<std::uint32_t>() & critical_flags) != 0) reader.fail();
    static_cast<void>(reader.take_bytes(reader.take<std::uint32_t>()));  // what an extension says
    left_.remove_prefix(left_.size() - reader.left());
    has_header_ = true;
}

bool CopyReader::next() { return is_binary_ ? next_binary() : next_line(); }

bool CopyReader::next_binary() {
    if (left_.empty()) return false;
    if (has_trailer_) throw_malformed(subject);
    WireReader reader(left_, subject);
    const auto count = reader.take<std::int16_t>();
    if (count == -1) {
        reader.finish();
        left_ = {};
        has_trailer_ = true;
        return false;
    }
    if (count < 0 || static_cast<std::size_t>(count) != column_count_) reader.fail();
    fields_.clear();
    for (std::size_t i = 0; i < column_count_; ++i) {
        const auto size = reader.take<std::int32_t>();
        if (size < -1) reader.fail();
        if (size == -1) {
            fields_.push_back({.is_null = true});
        } else {
            fields_.push_back({.bytes = reader.take_bytes(static_cast<std::size_t>(size))});
        }
    }
    left_.remove_prefix(left_.size() - reader.left());
    return true;
}

bool CopyReader::next_line() {
    const auto end = left_.find('\n');
    if (end == std::string_view::npos) {
        partial_ += left_;
        left_ = {};
        return false;
    }
    std::string_view line = left_.substr(0, end);
    left_.remove_prefix(end + 1);
    if (!partial_.empty()) {
        line_ = partial_;
        line_ += line;
        line = line_;
        partial_.clear();
    }
    if (column_count_ == 0 && line.empty()) {
        fields_.clear();
        return true;
    }
    split_copy_text(line, fields_, scratch_);
    if (fields_.size() != column_count_) throw_malformed(subject);
    return true;
}

void CopyReader::finish() const {
    if (is_binary_ ? !has_trailer_ : !partial_.empty()) throw_malformed(subject);
}

}  // namespace dbapi::libpq
