#pragma once
/// A file layer of SQLite that fails its Nth write, truncation or sync, as a full or broken disk does. Syncs that do
/// not fail are left out: the tests do not cut the power.

#include <string>

namespace gongdan::test {

class FailingDisk {
 public:
    enum class How {
        once,     ///< the disk recovers at once
        for_good  ///< until mend()
    };

    /// The name to open databases with. One disk for the whole program; registered at the first use.
    static std::string vfs();

    /// From now on call number `nth` (from 1) fails, as a full disk (`full`) or an I/O error.
    static void break_at(int nth, How how, bool full);
    static void mend();
    /// Has a call failed since break_at()?
    static bool has_failed();
};

}  // namespace gongdan::test
