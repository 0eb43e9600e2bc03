// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstring>
#include <dbapi/errors.hpp>
#include <dbapi/row_block.hpp>
#include <limits>

namespace dbapi {
namespace {

constexpr std::size_t offset_bytes = sizeof(std::uint32_t);

/// Bytes that a cell takes: a time and timestamp keep their UTC offset behind the microseconds.
std::size_t cell_size(const ValueView& view) noexcept {
    switch (view.kind()) {
        case Kind::null: return 0;
        case Kind::boolean: return 1;
        case Kind::integer:
        case Kind::real: return 8;
        case Kind::date: return 4;
        case Kind::time:
        case Kind::timestamp: return 12;
        default: return view.is_object() ? 8 : view.bytes().size();
    }
}

template <class T>
T load(const char* from) noexcept {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <class T>
void store(char* to, T value) noexcept {
    std::memcpy(to, &value, sizeof value);
}

}  // namespace

RowBlock::RowBlock(Description columns, std::size_t capacity_bytes)
    : columns_(std::move(columns)),
      width_(columns_->size()),
      capacity_(std::max<std::size_t>(capacity_bytes, 1)),
      bytes_(new char[capacity_]),
      last_tag_(width_, 0) {}

RowBlock::~RowBlock() = default;

std::size_t RowBlock::size_of(std::span<const ValueView> row) noexcept {
    std::size_t size = row.size() * (offset_bytes + 1);
    for (const auto& view : row) size += cell_size(view);
    return size;
}

bool RowBlock::append(std::span<const ValueView> row) {
    const std::size_t size = size_of(row);
    if (size > capacity_ - used_) return false;
    char* const start = bytes_.get() + used_;
    char* const tags = start + width_ * offset_bytes;
    char* at = tags + width_;
    for (std::size_t i = 0; i < width_; ++i) {
        const ValueView& view = row[i];
        tags[i] = static_cast<char>(tag_of(view, i));
        switch (view.kind_) {
            case Kind::null: break;
            case Kind::boolean: *at++ = static_cast<char>(view.payload_.integer); break;
            case Kind::integer:
            case Kind::real:
                store(at, view.payload_.integer);
                at += 8;
                break;
            case Kind::date:
                store(at, static_cast<std::int32_t>(view.payload_.integer));
                at += 4;
                break;
            case Kind::time:
            case Kind::timestamp:
                store(at, view.payload_.integer);
                store(at + 8, view.size_);
                at += 12;
                break;
            default:
                if (view.is_object()) {
                    store(at, static_cast<std::uint64_t>(objects_.size()));
                    objects_.push_back(view.to_value());
                    at += 8;
                } else if (view.size_ > 0) {
                    std::memcpy(at, view.payload_.bytes, view.size_);
                    at += view.size_;
                }
        }
        store(start + i * offset_bytes, static_cast<std::uint32_t>(at - start));
    }
    rows_.push_back(static_cast<std::uint32_t>(used_));
    used_ += size;
    return true;
}

std::uint8_t RowBlock::tag_of(const ValueView& view, std::size_t column) {
    const Tag tag{view.codec_, view.kind_, view.width_, view.is_null() ? view.size_ : 0};
    const auto likely = last_tag_[column];
    if (likely < tags_.size() && tags_[likely] == tag) return likely;
    auto found = std::find(tags_.begin(), tags_.end(), tag);
    if (found == tags_.end()) {
        if (tags_.size() > std::numeric_limits<std::uint8_t>::max()) {
            throw InternalError("a driver uses more than 256 codecs in one result");
        }
        found = tags_.insert(found, tag);
    }
    return last_tag_[column] = static_cast<std::uint8_t>(found - tags_.begin());
}

ValueView RowBlock::decode(Tag tag, const char* bytes, std::uint32_t size) const noexcept {
    ValueView view;
    view.kind_ = tag.kind;
    view.codec_ = tag.codec;
    view.width_ = tag.width;
    switch (tag.kind) {
        case Kind::null: view.size_ = tag.hint; break;
        case Kind::boolean: view.payload_.integer = *bytes != 0 ? 1 : 0; break;
        case Kind::integer:
        case Kind::real: view.payload_.integer = load<std::int64_t>(bytes); break;
        case Kind::date: view.payload_.integer = load<std::int32_t>(bytes); break;
        case Kind::time:
        case Kind::timestamp:
            view.payload_.integer = load<std::int64_t>(bytes);
            view.size_ = load<std::uint32_t>(bytes + 8);
            break;
        default:
            if (view.is_object()) {
                const Value& object = objects_[load<std::uint64_t>(bytes)];
                return ValueView(object);
            }
            view.payload_.bytes = bytes;
            view.size_ = size;
    }
    return view;
}

ValueView RowBlock::cell(std::size_t row, std::size_t column) const noexcept {
    const char* const start = bytes_.get() + rows_[row];
    const std::uint32_t begin = column == 0 ? static_cast<std::uint32_t>(width_ * (offset_bytes + 1))
                                            : load<std::uint32_t>(start + (column - 1) * offset_bytes);
    const auto end = load<std::uint32_t>(start + column * offset_bytes);
    const auto tag = static_cast<std::uint8_t>(start[width_ * offset_bytes + column]);
    return decode(tags_[tag], start + begin, end - begin);
}

void RowBlock::view(std::size_t row, std::span<ValueView> out) const noexcept {
    const char* const start = bytes_.get() + rows_[row];
    auto begin = static_cast<std::uint32_t>(width_ * (offset_bytes + 1));
    for (std::size_t i = 0; i < width_; ++i) {
        const auto end = load<std::uint32_t>(start + i * offset_bytes);
        const auto tag = static_cast<std::uint8_t>(start[width_ * offset_bytes + i]);
        out[i] = decode(tags_[tag], start + begin, end - begin);
        begin = end;
    }
}

}  // namespace dbapi
