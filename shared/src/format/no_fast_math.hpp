#pragma once

// Included by sources that check numbers from outside. With -ffast-math a compiler assumes that no number is infinite
// or NaN and removes these checks. It may also reorder additions, so that a seed would not give the same digits
// everywhere. A program that uses the core may be built with -ffast-math (tests/oracle).
#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "the core cannot be built with -ffast-math or -ffinite-math-only: take it off the flags of latentwalk_core"
#endif
