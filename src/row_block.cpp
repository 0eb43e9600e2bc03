// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstring>
#include <dbapi/errors.hpp>
#include <dbapi/row_block.hpp>
#include <limits>

namespace dbapi {
namespace {

constexpr std::size_t start_bytes = sizeof(std::uint32_t);  // of the entry that says where a row begins
constexpr std::uint32_t wide_mark = 0x8000'0000;            // in it: the row's offsets have 4 bytes

// A block that restarts keeps its tags, since the next rows are likely to have the same, up to this number.
constexpr std::size_t most_kept_tags = 64;

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

/// Bytes before the cells of a row.
template <class Offset>
constexpr std::size_t head_bytes(std::size_t width) noexcept {
    return width * (sizeof(Offset) + 1);
}

}  // namespace

RowBlock::RowBlock(Description columns, std::size_t capacity_bytes)
    : columns_(std::move(columns)),
      width_(columns_->size()),
      capacity_(std::max<std::size_t>(capacity_bytes, start_bytes)),
      bytes_(new char[capacity_]),
      last_tag_(width_, 0) {}

RowBlock::~RowBlock() = default;

void RowBlock::restart(Description columns) {
    columns_ = std::move(columns);
    used_ = row_count_ = 0;
    objects_.reset();
    if (width_ == columns_->size() && tags_.size() <= most_kept_tags) return;
    width_ = columns_->size();
    tags_.clear();
    last_tag_.assign(width_, 0);
}

// ── writing ──

std::size_t RowBlock::size_of(std::span<const ValueView> row) noexcept {
    std::size_t cells = 0;
    for (const auto& view : row) cells += cell_size(view);
    const std::size_t size = cells + head_bytes<std::uint16_t>(row.size());
    const bool is_wide = size > std::numeric_limits<std::uint16_t>::max();
    return start_bytes + (is_wide ? cells + head_bytes<std::uint32_t>(row.size()) : size);
}

bool RowBlock::append(std::span<const ValueView> row) {
    if (width_ == 0) {
        ++row_count_;
        return true;
    }
    auto written = write<std::uint16_t>(row);
    if (written == Written::row_is_wide) written = write<std::uint32_t>(row);
    return written == Written::yes;
}

template <class Offset>
RowBlock::Written RowBlock::write(std::span<const ValueView> row) {
    constexpr std::size_t longest = std::numeric_limits<Offset>::max();
    const std::size_t head = head_bytes<Offset>(width_);
    const std::size_t reserved = start_bytes * (row_count_ + 1);
    if (used_ + head + reserved > capacity_ || used_ >= wide_mark) return Written::block_is_full;
    if (head > longest) return Written::row_is_wide;
    char* const start = bytes_.get() + used_;
    char* const limit = bytes_.get() + capacity_ - reserved;
    char* const tags = start + width_ * sizeof(Offset);
    char* at = start + head;
    const std::size_t old_objects = objects_ ? objects_->size() : 0;
    const auto undone = [&](Written reason) {
        if (objects_) objects_->resize(old_objects);
        return reason;
    };
    for (std::size_t i = 0; i < width_; ++i) {
        const ValueView& view = row[i];
        const auto left = static_cast<std::size_t>(limit - at);
        tags[i] = static_cast<char>(tag_of(view, i));
        switch (view.kind_) {
            case Kind::null: break;
            case Kind::boolean:
                if (left < 1) return undone(Written::block_is_full);
                *at++ = static_cast<char>(view.payload_.integer);
                break;
            case Kind::integer:
            case Kind::real:
                if (left < 8) return undone(Written::block_is_full);
                store(at, view.payload_.integer);
                at += 8;
                break;
            case Kind::date:
                if (left < 4) return undone(Written::block_is_full);
                store(at, static_cast<std::int32_t>(view.payload_.integer));
                at += 4;
                break;
            case Kind::time:
            case Kind::timestamp:
                if (left < 12) return undone(Written::block_is_full);
                store(at, view.payload_.integer);
                store(at + 8, view.size_);
                at += 12;
                break;
            default:
                if (view.is_object()) {
                    if (left < 8) return undone(Written::block_is_full);
                    if (!objects_) objects_ = std::make_unique<std::deque<Value>>();
                    store(at, static_cast<std::uint64_t>(objects_->size()));
                    objects_->push_back(view.to_value());
                    at += 8;
                } else if (view.size_ > 0) {
                    if (left < view.size_) return undone(Written::block_is_full);
                    std::memcpy(at, view.payload_.bytes, view.size_);
                    at += view.size_;
                }
        }
        const auto end = static_cast<std::size_t>(at - start);
        if (end > longest) return undone(Written::row_is_wide);
        store(start + i * sizeof(Offset), static_cast<Offset>(end));
    }
    ++row_count_;
    store(bytes_.get() + capacity_ - start_bytes * row_count_,
          static_cast<std::uint32_t>(used_) | (sizeof(Offset) == sizeof(std::uint32_t) ? wide_mark : 0));
    used_ += static_cast<std::size_t>(at - start);
    return Written::yes;
}

/// Returns what a NULL or an array says of its type; 0 for all else.
std::uint32_t RowBlock::hint_of(const ValueView& view) noexcept {
    const bool has_hint = view.kind_ == Kind::null || (view.kind_ == Kind::array && view.is_object());
    return has_hint ? view.size_ : 0;
}

std::uint8_t RowBlock::tag_of(const ValueView& view, std::size_t column) {
    const auto likely = last_tag_[column];
    if (likely < tags_.size()) {
        const Tag& tag = tags_[likely];
        if (tag.kind == view.kind_ && tag.codec == view.codec_ && tag.width == view.width_ &&
            tag.hint == hint_of(view)) {
            return likely;
        }
    }
    return find_tag({view.codec_, view.kind_, view.width_, hint_of(view)}, column);
}

std::uint8_t RowBlock::find_tag(const Tag& tag, std::size_t column) {
    auto found = std::find(tags_.begin(), tags_.end(), tag);
    if (found == tags_.end()) {
        if (tags_.size() > std::numeric_limits<std::uint8_t>::max()) {
            throw InternalError("a driver uses more than 256 codecs in one result");
        }
        found = tags_.insert(found, tag);
    }
    return last_tag_[column] = static_cast<std::uint8_t>(found - tags_.begin());
}

// ── reading ──

ValueView RowBlock::decode(const Tag& tag, const char* bytes, std::uint32_t size) const noexcept {
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
                view = ValueView((*objects_)[load<std::uint64_t>(bytes)]);
                if (tag.kind == Kind::array) view.size_ = tag.hint;
                return view;
            }
            view.payload_.bytes = bytes;
            view.size_ = size;
    }
    return view;
}

std::uint32_t RowBlock::start_of(std::size_t row) const noexcept {
    return load<std::uint32_t>(bytes_.get() + capacity_ - start_bytes * (row + 1));
}

template <class Offset>
ValueView RowBlock::cell_at(const char* row, std::size_t column) const noexcept {
    const std::size_t begin =
        column == 0 ? head_bytes<Offset>(width_) : load<Offset>(row + (column - 1) * sizeof(Offset));
    const std::size_t end = load<Offset>(row + column * sizeof(Offset));
    const auto tag = static_cast<std::uint8_t>(row[width_ * sizeof(Offset) + column]);
    return decode(tags_[tag], row + begin, static_cast<std::uint32_t>(end - begin));
}

template <class Offset>
void RowBlock::view_at(const char* row, std::span<ValueView> out) const noexcept {
    const char* const tags = row + width_ * sizeof(Offset);
    std::size_t begin = head_bytes<Offset>(width_);
    for (std::size_t i = 0; i < width_; ++i) {
        const std::size_t end = load<Offset>(row + i * sizeof(Offset));
        const Tag& tag = tags_[static_cast<std::uint8_t>(tags[i])];
        out[i].emplace([&] { return decode(tag, row + begin, static_cast<std::uint32_t>(end - begin)); });
        begin = end;
    }
}

ValueView RowBlock::cell(std::size_t row, std::size_t column) const noexcept {
    const auto start = start_of(row);
    if ((start & wide_mark) != 0) return cell_at<std::uint32_t>(bytes_.get() + (start & ~wide_mark), column);
    return cell_at<std::uint16_t>(bytes_.get() + start, column);
}

void RowBlock::view(std::size_t row, std::span<ValueView> out) const noexcept {
    if (width_ == 0) return;
    const auto start = start_of(row);
    if ((start & wide_mark) != 0) return view_at<std::uint32_t>(bytes_.get() + (start & ~wide_mark), out);
    view_at<std::uint16_t>(bytes_.get() + start, out);
}

}  // namespace dbapi
