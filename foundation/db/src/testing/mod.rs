//! Databases of a test.
