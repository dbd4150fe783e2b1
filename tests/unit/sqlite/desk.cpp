#include "tests/unit/sqlite/desk.hpp"

#include <sqlite3.h>

namespace gongdan::test {

std::vector<std::string> all_rows(const std::filesystem::path& file, const std::string& sql) {
    auto database = sqlite::Database::open(file);
    if (!database) FAIL(database.error().detail.en);
    std::vector<std::string> rows;
    const auto keep = [](void* kept, int columns, char** values, char**) {
        std::string row;
        for (int i = 0; i < columns; ++i)
            row += std::string(i == 0 ? "" : "|") + (values[i] == nullptr ? "NULL" : values[i]);
        static_cast<std::vector<std::string>*>(kept)->push_back(row);
        return 0;
    };
    char* message = nullptr;
    if (sqlite3_exec(database->handle(), sql.c_str(), keep, &rows, &message) != SQLITE_OK) FAIL(message);
    return rows;
}

}  // namespace gongdan::test
