//! The memory allocator of the binary and how it is set up: mimalloc, which SQLite and the other C libraries use too.
//!
//! The one crate with `unsafe` code: the allocator's options can only be set through its C functions.

use std::ffi::c_int;

use libmimalloc_sys::mi_option_set_default;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` of mimalloc 3: milliseconds until unused memory is given back to the system.
const PURGE_DELAY: c_int = 15;

/// Has unused memory given back to the system at once, unless `MIMALLOC_PURGE_DELAY` says otherwise. With a delay, memory
/// that a load needed stays with the process for as long as it is idle: only threads that allocate look at the clock.
///
/// To be called before other threads are started.
#[expect(unsafe_code, reason = "the allocator has no other way to set an option")]
pub fn give_back_at_once() {
    // SAFETY: the function takes two numbers and, as its documentation asks, no other thread runs yet.
    unsafe { mi_option_set_default(PURGE_DELAY, 0) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(unsafe_code, reason = "the allocator has no other way to ask for an option")]
    fn the_number_is_that_of_the_delay() {
        // SAFETY: the functions take and return numbers.
        let delay = || unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(delay(), 1_000, "the library's own default");
        give_back_at_once();
        assert_eq!(delay(), 0);
    }
}
