// SPDX-License-Identifier: BSL-1.0
//
// ValueView: one SQL value borrowed from where it lies, in a driver's buffer or in a variable of the program.
// Both directions use it: drivers expose the current row as views, and are given parameters as views.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <dbapi/export.hpp>
#include <dbapi/value.hpp>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dbapi {

/// How to read bytes that a driver exposes in its own encoding. Codecs have static lifetime, and driver
/// libraries are never unloaded, so that a stored row can be read long after its connection has gone. A
/// driver has at most 200.
struct Codec {
    /// Returns the value; its kind is the view's. @throws DataError  the bytes are malformed.
    Value (*to_value)(std::string_view bytes);

    /// Appends the value as text. @throws DataError  the bytes are malformed.
    void (*append_text)(std::string_view bytes, std::string& text);
};

/// What a parameter's C++ type says of its SQL type where the value cannot: a NULL, the elements of an array.
struct TypeHint {
    enum class Offset : std::uint8_t { unknown, none, some };

    Kind kind = Kind::null;           ///< Null when nothing is known.
    std::uint8_t width = 8;           ///< Bytes of the C++ type, of integers and reals.
    Offset offset = Offset::unknown;  ///< Of times and timestamps: whether they have a UTC offset.

    friend bool operator==(const TypeHint&, const TypeHint&) = default;
};

/// A borrowed SQL value: 24 bytes, trivially copyable, never owns.
///
/// Without a codec the bytes are in the core's own form: the text of string, decimal and json, the bytes of
/// binary, 16 bytes for uuid and interval. With one, only the codec can read them.
///
/// Lifetime: as its source. In a row, until the next fetch of the cursor; as a parameter, until the call
/// returns.
class DBAPI_EXPORT ValueView {
 public:
    /// Views NULL.
    constexpr ValueView() noexcept : payload_{.integer = 0} {}

    /// Views NULL of a known type.
    [[nodiscard]] static ValueView null_of(TypeHint type) noexcept {
        ValueView view;
        view.size_ = pack(type);
        return view;
    }

    /// Views a Value; an expression `ValueView(value)` never copies.
    explicit ValueView(const Value& value);

    [[nodiscard]] static ValueView boolean(bool flag) noexcept { return {Kind::boolean, 1, flag ? 1 : 0}; }
    /// @param width  bytes of the C++ type it came from, a hint for drivers that declare parameter types; the
    /// same for real(), where it says of which type the text has the fewest digits, too.
    [[nodiscard]] static ValueView integer(std::int64_t number, std::uint8_t width = 8) noexcept {
        return {Kind::integer, width, number};
    }
    [[nodiscard]] static ValueView real(double number, std::uint8_t width = 8) noexcept {
        return {Kind::real, width, std::bit_cast<std::int64_t>(number)};
    }
    [[nodiscard]] static ValueView date(Date date) noexcept {
        return {Kind::date, 0, date.days_since_epoch()};
    }
    [[nodiscard]] static ValueView time(Time time) noexcept;
    [[nodiscard]] static ValueView timestamp(Timestamp timestamp) noexcept;
    [[nodiscard]] static ValueView string(std::string_view text) { return {Kind::string, text, nullptr}; }
    [[nodiscard]] static ValueView json(std::string_view text) { return {Kind::json, text, nullptr}; }
    /// @pre  `text` is a Decimal's canonical text.
    [[nodiscard]] static ValueView decimal(std::string_view text) { return {Kind::decimal, text, nullptr}; }
    [[nodiscard]] static ValueView binary(std::string_view bytes) { return {Kind::binary, bytes, nullptr}; }
    [[nodiscard]] static ValueView binary(std::span<const std::byte> bytes) {
        return {Kind::binary, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, nullptr};
    }
    /// @pre  exactly 16 bytes, in the order in which a UUID is written.
    [[nodiscard]] static ValueView uuid(std::string_view bytes) { return {Kind::uuid, bytes, nullptr}; }
    [[nodiscard]] static ValueView uuid(const Uuid& uuid);
    [[nodiscard]] static ValueView interval(const Interval& interval);
    /// @param element  of which type the elements are, for arrays that are empty or hold NULL alone.
    [[nodiscard]] static ValueView array(const Array& array, TypeHint element = {}) noexcept {
        ValueView view(Kind::array, &array);
        view.size_ = pack(element);
        return view;
    }
    [[nodiscard]] static ValueView other(const Other& other) noexcept { return {Kind::other, &other}; }
    /// Views bytes in a driver's own encoding. @pre  not one of the kinds of is_inline(), which have no
    /// bytes.
    [[nodiscard]] static ValueView encoded(Kind kind, std::string_view bytes, const Codec& codec) {
        return {kind, bytes, &codec};
    }
    /// Views the values of an IN list, which the core spreads over one marker each.
    [[nodiscard]] static ValueView expansion(const Array& values) noexcept {
        ValueView view(Kind::array, &values);
        view.width_ = expansion_mark;
        return view;
    }

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] bool is_null() const noexcept { return kind_ == Kind::null; }
    /// Bytes of the C++ type that an integer or real parameter came from, or that a column's real has.
    [[nodiscard]] std::uint8_t width() const noexcept { return width_; }
    /// What is known of the type of a NULL, or of an array's elements. @pre  is_null(), or an array.
    [[nodiscard]] TypeHint hint() const noexcept {
        return {static_cast<Kind>(size_ & 0xffU), static_cast<std::uint8_t>((size_ >> 8U) & 0xffU),
                static_cast<TypeHint::Offset>((size_ >> 16U) & 0xffU)};
    }
    [[nodiscard]] const Codec* codec() const noexcept { return codec_; }
    [[nodiscard]] bool is_expansion() const noexcept {
        return kind_ == Kind::array && width_ == expansion_mark;
    }
    /// Whether the value lies in the view itself: null, boolean, integer, real, date, time, timestamp.
    [[nodiscard]] bool is_inline() const noexcept {
        return kind_ <= Kind::real || (kind_ >= Kind::date && kind_ <= Kind::timestamp);
    }
    /// Whether the view refers to an Array or Other object rather than to bytes.
    [[nodiscard]] bool is_object() const noexcept {
        return !codec_ && (kind_ == Kind::array || kind_ == Kind::other);
    }

    // Each of these returns the content of that kind. @pre  kind() is that kind, and there is no codec.
    [[nodiscard]] bool as_boolean() const noexcept { return payload_.integer != 0; }
    [[nodiscard]] std::int64_t as_integer() const noexcept { return payload_.integer; }
    [[nodiscard]] double as_real() const noexcept { return std::bit_cast<double>(payload_.integer); }
    [[nodiscard]] Date as_date() const noexcept {
        return Date::from_days(static_cast<std::int32_t>(payload_.integer));
    }
    [[nodiscard]] Time as_time() const;
    [[nodiscard]] Timestamp as_timestamp() const noexcept;
    [[nodiscard]] Uuid as_uuid() const;
    [[nodiscard]] Interval as_interval() const noexcept;
    [[nodiscard]] const Array& as_array() const noexcept {
        return *static_cast<const Array*>(payload_.object);
    }
    [[nodiscard]] const Other& as_other() const noexcept {
        return *static_cast<const Other*>(payload_.object);
    }
    /// Returns the bytes. @pre  not is_inline(), not is_object().
    [[nodiscard]] std::string_view bytes() const noexcept { return {payload_.bytes, size_}; }

    /// Views the same bytes at another place. @pre  as bytes().
    void move_to(const char* place) noexcept { payload_.bytes = place; }

    /// Becomes the view that `make()` returns, made in this very place. For what fills rows of views with
    /// functions that are not inline: a view that is returned and then copied is read again before it has
    /// reached the cache, which costs more than making it. @pre  `make` does not look at this view.
    /// @throws  what `make` throws; until it is assigned to, the view is then not to be looked at.
    template <std::invocable Make>
    requires std::same_as<std::invoke_result_t<Make>, ValueView>
    void emplace(Make&& make) { ::new (static_cast<void*>(this)) ValueView(std::forward<Make>(make)()); }

    /// Returns the value, owned. @throws DataError  a codec found malformed bytes.
    [[nodiscard]] Value to_value() const;

    /// Appends the value as text, as Value::to_string() gives it, but a real of 4 bytes with a float's
    /// digits.
    /// @throws DataError  as to_value().
    void append_text(std::string& text) const;

 private:
    static constexpr std::uint8_t expansion_mark = 0xff;
    friend class RowBlock;

    ValueView(Kind kind, std::uint8_t width, std::int64_t number) noexcept
        : payload_{.integer = number}, kind_(kind), width_(width) {}
    ValueView(Kind kind, const void* object) noexcept : payload_{.object = object}, kind_(kind) {}
    /// @throws OperationalError  54000: more than 2^31 - 1 bytes.
    ValueView(Kind kind, std::string_view bytes, const Codec* codec)
        : payload_{.bytes = bytes.data()},
          codec_(codec),
          size_(static_cast<std::uint32_t>(bytes.size())),
          kind_(kind) {
        if (bytes.size() > max_bytes) throw_too_long();
    }
    [[nodiscard]] static constexpr std::uint32_t pack(TypeHint type) noexcept {
        return static_cast<std::uint32_t>(type.kind) | static_cast<std::uint32_t>(type.width) << 8U |
               static_cast<std::uint32_t>(type.offset) << 16U;
    }
    static constexpr std::size_t max_bytes = 0x7fff'ffff;
    [[noreturn]] static void throw_too_long();

    union Payload {
        std::int64_t integer;
        const char* bytes;
        const void* object;
    } payload_;
    const Codec* codec_ = nullptr;
    std::uint32_t size_ = 0;  // bytes; or the UTC offset of a time and timestamp; or a packed TypeHint
    Kind kind_ = Kind::null;
    std::uint8_t width_ = 0;
};

static_assert(sizeof(ValueView) == 24 && std::is_trivially_copyable_v<ValueView>);

}  // namespace dbapi
