// SPDX-License-Identifier: BSL-1.0
#include "description.hpp"

#include "declared_type.hpp"

namespace dbapi::sqlite {

Description describe(const PreparedStatement& statement) {
    auto columns = std::make_shared<std::vector<Column>>();
    columns->reserve(statement.column_count());
    for (std::size_t i = 0; i < statement.column_count(); ++i) {
        const auto declared = statement.declared_type(i);
        const DeclaredType type = parse_declared_type(declared);
        columns->push_back({.name = std::string(statement.column_name(i)),
                            .type_code = TypeCode(type.kind),
                            .precision = type.precision,
                            .scale = type.scale,
                            .type_name = std::string(declared)});
    }
    return columns;
}

}  // namespace dbapi::sqlite
