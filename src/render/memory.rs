//! What was rendered before, remembered by its content: the two translations of a lesson mostly cite the same
//! and show the same code, and a preview renders a page again for every word changed elsewhere on it.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hasher;
use std::sync::{Arc, PoisonError, RwLock};

use super::references;
use crate::source::Hash;

/// What renderers of one book remember. Who keeps it from one build to the next pays only for what changed.
#[derive(Debug, Default)]
pub struct Memory {
    /// Works, citations and lists of references, formatted.
    pub(super) references: references::CitationMemory,
    /// Code in colours, as HTML.
    pub(super) code: Memo<String>,
}

/// What was made, by a hash of what it was made of.
pub(super) struct Memo<T>(RwLock<HashMap<Hash, Arc<T>>>);

/// How many of each are remembered: those of a large book.
const MOST: usize = 20_000;

impl<T> Memo<T> {
    /// What was made of this before, or is made now.
    pub(super) fn get(&self, of: impl FnOnce(&mut Hashing), make: impl FnOnce() -> Option<T>) -> Option<Arc<T>> {
        let mut hasher = Hashing::default();
        of(&mut hasher);
        let key = hasher.0.finalize();
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Some(Arc::clone(known));
        }
        let made = Arc::new(make()?);
        let mut memo = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if memo.len() >= MOST {
            memo.clear();
        }
        memo.insert(key, Arc::clone(&made));
        Some(made)
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> fmt::Debug for Memo<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").finish_non_exhaustive()
    }
}

/// A hash of content, for what hashes itself.
#[derive(Default)]
pub(super) struct Hashing(pub(super) blake3::Hasher);

impl Hasher for Hashing {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let mut start = [0; 8];
        start.iter_mut().zip(self.0.finalize().as_bytes()).for_each(|(to, from)| *to = *from);
        u64::from_le_bytes(start)
    }
}
