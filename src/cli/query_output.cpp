// SPDX-License-Identifier: BSL-1.0
#include "query_output.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace dbapi::cli {
namespace {

constexpr std::size_t measured_rows = 100;  // before a table's first line is written

// Letters rather than bytes, so that columns of other alphabets stand in line.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string shown(const Value& value) { return value.is_null() ? "NULL" : value.to_string(); }

bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::real || kind == Kind::decimal; }

struct Cell {
    std::string text;
    bool is_number;  // those stand on the right
};

class TableOutput final : public QueryOutput {
 public:
    explicit TableOutput(std::ostream& out) : out_(out) {}

    void begin(const std::vector<Column>& columns) override {
        std::vector<Cell> names;
        for (const auto& column : columns) {
            names.push_back({column.name, false});
            widths_.push_back(width(column.name));
        }
        lines_.push_back(std::move(names));
    }

    void add(const Row& row) override {
        std::vector<Cell> line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const Value value = row[i];
            line.push_back({one_line(shown(value)), is_number(value.kind())});
        }
        ++rows_;
        if (is_measured_) {
            write(line);
            return;
        }
        lines_.push_back(std::move(line));
        if (lines_.size() > measured_rows) write_measured();
    }

    void end() override {
        if (!is_measured_) write_measured();
        out_ << '(' << rows_ << (rows_ == 1 ? " row)\n" : " rows)\n");
    }

 private:
    static std::string one_line(std::string text) {
        std::ranges::replace_if(
            text, [](char c) { return c == '\n' || c == '\r' || c == '\t' || c == '\0'; }, ' ');
        return text;
    }

    void write_measured() {
        is_measured_ = true;
        for (const auto& line : lines_) {
            for (std::size_t i = 0; i < line.size(); ++i)
                widths_[i] = std::max(widths_[i], width(line[i].text));
        }
        write(lines_.front());
        for (std::size_t i = 0; i < widths_.size(); ++i)
            out_ << (i > 0 ? "-+-" : "") << std::string(widths_[i], '-');
        out_ << '\n';
        for (std::size_t i = 1; i < lines_.size(); ++i) write(lines_[i]);
        lines_.clear();
    }

    void write(const std::vector<Cell>& line) {
        std::string text;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const auto& cell = line[i];
            const std::string blanks(widths_[i] - std::min(widths_[i], width(cell.text)), ' ');
            if (i > 0) text += " | ";
            text += cell.is_number ? blanks + cell.text : cell.text + blanks;
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out_ << text << '\n';
    }

    std::ostream& out_;
    std::vector<std::size_t> widths_;
    std::vector<std::vector<Cell>> lines_;  // the names, and the rows that are not written yet
    std::size_t rows_ = 0;
    bool is_measured_ = false;
};

class CsvOutput final : public QueryOutput {
 public:
    explicit CsvOutput(std::ostream& out) : out_(out) {}

    void begin(const std::vector<Column>& columns) override {
        for (std::size_t i = 0; i < columns.size(); ++i) write(i, columns[i].name);
        out_ << "\r\n";
    }

    void add(const Row& row) override {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row.is_null(i)) {
                out_ << (i > 0 ? "," : "");
            } else {
                write(i, row[i].to_string());
            }
        }
        out_ << "\r\n";
    }

    void end() override {}

 private:
    void write(std::size_t index, std::string_view text) {
        if (index > 0) out_ << ',';
        if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
            out_ << text;
            return;
        }
        out_ << '"';
        for (const char c : text) {
            if (c == '"') out_ << '"';
            out_ << c;
        }
        out_ << '"';
    }

    std::ostream& out_;
};

class JsonOutput final : public QueryOutput {
 public:
    explicit JsonOutput(std::ostream& out) : out_(out) {}

    void begin(const std::vector<Column>& columns) override {
        std::map<std::string, int> seen;
        for (const auto& column : columns) {
            const int times = ++seen[column.name];
            names_.push_back(times == 1 ? column.name : column.name + "_" + std::to_string(times));
        }
        out_ << '[';
    }

    void add(const Row& row) override {
        out_ << (is_first_ ? "\n{" : ",\n{");
        is_first_ = false;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out_ << ", ";
            write_text(names_[i]);
            out_ << ": ";
            write_value(row[i]);
        }
        out_ << '}';
    }

    void end() override { out_ << "\n]\n"; }

 private:
    void write_value(const Value& value) {
        constexpr std::int64_t exact = std::int64_t{1} << 53U;  // readers of JSON may have doubles only
        if (value.is_null()) {
            out_ << "null";
        } else if (value.kind() == Kind::boolean) {
            out_ << (value.get<bool>() ? "true" : "false");
        } else if (value.kind() == Kind::json) {
            out_ << value.to_string();
        } else if (value.kind() == Kind::integer && std::abs(value.get<std::int64_t>()) <= exact) {
            out_ << value.to_string();
        } else if (value.kind() == Kind::real && std::isfinite(value.get<double>())) {
            out_ << value.to_string();
        } else {
            write_text(value.to_string());
        }
    }

    void write_text(std::string_view text) {
        constexpr std::string_view digits = "0123456789abcdef";
        out_ << '"';
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                out_ << '\\' << c;
            } else if (byte < 0x20) {
                out_ << "\\u00" << digits[byte >> 4U] << digits[byte & 15U];
            } else {
                out_ << c;
            }
        }
        out_ << '"';
    }

    std::ostream& out_;
    std::vector<std::string> names_;
    bool is_first_ = true;
};

struct Format {
    std::string_view name;
    std::unique_ptr<QueryOutput> (*make)(std::ostream&);
};

template <class Output>
std::unique_ptr<QueryOutput> make(std::ostream& out) {
    return std::make_unique<Output>(out);
}

constexpr Format formats[] = {
    {"table", make<TableOutput>}, {"csv", make<CsvOutput>}, {"json", make<JsonOutput>}};

}  // namespace

std::vector<std::string> output_formats() {
    std::vector<std::string> names;
    for (const auto& format : formats) names.emplace_back(format.name);
    return names;
}

std::unique_ptr<QueryOutput> make_output(std::string_view format, std::ostream& out) {
    return std::ranges::find(formats, format, &Format::name)->make(out);
}

}  // namespace dbapi::cli
