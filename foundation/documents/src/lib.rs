//! What documents hold.
