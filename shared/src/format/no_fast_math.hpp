#pragma once

// Included by what checks numbers that come from outside. With -ffast-math a compiler takes it that no number is
// infinite or NaN and removes those checks, and it may add in any order, so that a seed would no longer mean the same
// digits everywhere. A program that uses the core may itself be built with it (tests/oracle).
#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "the core cannot be built with -ffast-math or -ffinite-math-only: take it off the flags of latentwalk_core"
#endif
