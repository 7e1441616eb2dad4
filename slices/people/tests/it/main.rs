//! The slice through its router, as named people, on both engines.
