//! Documents laid out by Typst.
