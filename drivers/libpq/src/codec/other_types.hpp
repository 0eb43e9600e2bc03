// SPDX-License-Identifier: BSL-1.0
//
// The built-in types that come as Other, and their arrays: rows of the registry, which names them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "codec/type_info.hpp"

namespace dbapi::libpq {

[[nodiscard]] constexpr TypeInfo array_of_other(std::uint32_t oid, std::string_view name,
                                                std::uint32_t element, char delimiter = ',') noexcept {
    return {.oid = oid, .name = name, .kind = Kind::array, .element = element, .delimiter = delimiter};
}

inline constexpr auto other_types = std::to_array<TypeInfo>({
    {22, "int2vector", Kind::other},
    {24, "regproc", Kind::other},
    {27, "tid", Kind::other},
    {28, "xid", Kind::other},
    {29, "cid", Kind::other},
    {30, "oidvector", Kind::other},
    {194, "pg_node_tree", Kind::other},
    {600, "point", Kind::other},
    {601, "lseg", Kind::other},
    {602, "path", Kind::other},
    {603, "box", Kind::other},
    {604, "polygon", Kind::other},
    {628, "line", Kind::other},
    {718, "circle", Kind::other},
    {790, "money", Kind::other},
    {1033, "aclitem", Kind::other},
    {2202, "regprocedure", Kind::other},
    {2203, "regoper", Kind::other},
    {2204, "regoperator", Kind::other},
    {2205, "regclass", Kind::other},
    {2206, "regtype", Kind::other},
    {2249, "record", Kind::other},
    {2278, "void", Kind::other},
    {2970, "txid_snapshot", Kind::other},
    {3220, "pg_lsn", Kind::other},
    {3614, "tsvector", Kind::other},
    {3615, "tsquery", Kind::other},
    {3642, "gtsvector", Kind::other},
    {3734, "regconfig", Kind::other},
    {3769, "regdictionary", Kind::other},
    {3904, "int4range", Kind::other},
    {3906, "numrange", Kind::other},
    {3908, "tsrange", Kind::other},
    {3910, "tstzrange", Kind::other},
    {3912, "daterange", Kind::other},
    {3926, "int8range", Kind::other},
    {4072, "jsonpath", Kind::other},
    {4089, "regnamespace", Kind::other},
    {4096, "regrole", Kind::other},
    {4191, "regcollation", Kind::other},
    {4451, "int4multirange", Kind::other},
    {4532, "nummultirange", Kind::other},
    {4533, "tsmultirange", Kind::other},
    {4534, "tstzmultirange", Kind::other},
    {4535, "datemultirange", Kind::other},
    {4536, "int8multirange", Kind::other},
    {5038, "pg_snapshot", Kind::other},
    {5069, "xid8", Kind::other},
});

inline constexpr auto arrays_of_others = std::to_array<TypeInfo>({
    array_of_other(271, "xid8[]", 5069),
    array_of_other(629, "line[]", 628),
    array_of_other(719, "circle[]", 718),
    array_of_other(791, "money[]", 790),
    array_of_other(1006, "int2vector[]", 22),
    array_of_other(1008, "regproc[]", 24),
    array_of_other(1010, "tid[]", 27),
    array_of_other(1011, "xid[]", 28),
    array_of_other(1012, "cid[]", 29),
    array_of_other(1013, "oidvector[]", 30),
    array_of_other(1017, "point[]", 600),
    array_of_other(1018, "lseg[]", 601),
    array_of_other(1019, "path[]", 602),
    array_of_other(1020, "box[]", 603, ';'),
    array_of_other(1027, "polygon[]", 604),
    array_of_other(1034, "aclitem[]", 1033),
    array_of_other(2207, "regprocedure[]", 2202),
    array_of_other(2208, "regoper[]", 2203),
    array_of_other(2209, "regoperator[]", 2204),
    array_of_other(2210, "regclass[]", 2205),
    array_of_other(2211, "regtype[]", 2206),
    array_of_other(2287, "record[]", 2249),
    array_of_other(2949, "txid_snapshot[]", 2970),
    array_of_other(3221, "pg_lsn[]", 3220),
    array_of_other(3643, "tsvector[]", 3614),
    array_of_other(3644, "gtsvector[]", 3642),
    array_of_other(3645, "tsquery[]", 3615),
    array_of_other(3735, "regconfig[]", 3734),
    array_of_other(3770, "regdictionary[]", 3769),
    array_of_other(3905, "int4range[]", 3904),
    array_of_other(3907, "numrange[]", 3906),
    array_of_other(3909, "tsrange[]", 3908),
    array_of_other(3911, "tstzrange[]", 3910),
    array_of_other(3913, "daterange[]", 3912),
    array_of_other(3927, "int8range[]", 3926),
    array_of_other(4073, "jsonpath[]", 4072),
    array_of_other(4090, "regnamespace[]", 4089),
    array_of_other(4097, "regrole[]", 4096),
    array_of_other(4192, "regcollation[]", 4191),
    array_of_other(5039, "pg_snapshot[]", 5038),
    array_of_other(6150, "int4multirange[]", 4451),
    array_of_other(6151, "nummultirange[]", 4532),
    array_of_other(6152, "tsmultirange[]", 4533),
    array_of_other(6153, "tstzmultirange[]", 4534),
    array_of_other(6155, "datemultirange[]", 4535),
    array_of_other(6157, "int8multirange[]", 4536),
});

}  // namespace dbapi::libpq
