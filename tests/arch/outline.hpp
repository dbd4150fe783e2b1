#pragma once
/// The statements and blocks of a source file, found by brackets alone: enough for the rules of this folder.

#include <string>
#include <vector>

#include "tests/arch/source.hpp"

namespace gongdan::arch {

enum class BlockKind {
    scope,     ///< namespace, class, struct, union, enum, extern "C"
    function,  ///< the body of a function or of a test case
    control,   ///< if, for, while, switch, case, try, …, or a bare block
    lambda,    ///< the body of a lambda
};

struct Block {
    BlockKind kind = BlockKind::control;
    std::string head;    ///< what stands before the brace, from the start of its statement
    int first_line = 0;  ///< of the opening brace
    int last_line = 0;
    int nesting = 0;         ///< control blocks around it inside its function or lambda, itself included
    bool coroutine = false;  ///< its own statements (not those of lambdas in it) wait or return by co_…
};

/// A statement without the bodies of lambdas inside it ("{}" stands for them) and without the block it opens.
struct Statement {
    std::string text;
    int line = 0;
};

struct Outline {
    std::vector<Statement> statements;
    std::vector<Block> blocks;  ///< in the order in which they close
};

[[nodiscard]] Outline outline_of(const SourceFile& file);

}  // namespace gongdan::arch
