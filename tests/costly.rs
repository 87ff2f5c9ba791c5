//! Texts that are made to be costly: nested deep, repeated without end, never closed. Each must come
//! to an end. That the time grows with the text and not with its square is for
//! `benches/costly.rs` to show: a test that measures time fails on a busy day.

#[path = "support/costly.rs"]
mod costly;
#[path = "support/targets.rs"]
mod targets;
