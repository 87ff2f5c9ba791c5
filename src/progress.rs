//! How far work has come, for whoever waits for it. A stage counts what it has done; nothing that it makes depends on it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Work that one may have to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// The book's files are read.
    Files,
    /// Texts are parsed and checked, each by itself.
    Texts,
    /// The book is assembled and checked as a whole, and its site planned.
    Book,
    /// Images are made in several widths.
    Pictures,
    /// The index of the search is made.
    Search,
    /// The site's files are rendered.
    Pages,
    /// The book is read as it would become, several times.
    Readings,
    /// The site is sent where it is published.
    Sending,
}

/// The tasks that are under way. Clones are of the same work; one that nobody looks at costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Mutex<Vec<Arc<Counted>>>>);

#[derive(Debug)]
struct Counted {
    task: Task,
    done: AtomicUsize,
    all: usize,
}

/// A task that has begun: it is over when this value is dropped.
#[derive(Debug)]
pub struct Underway {
    progress: Progress,
    counted: Arc<Counted>,
}

impl Progress {
    /// Begins a task of so many pieces; 0 if they can't be counted.
    pub fn begin(&self, task: Task, all: usize) -> Underway {
        let counted = Arc::new(Counted { task, done: AtomicUsize::new(0), all });
        self.tasks().push(Arc::clone(&counted));
        Underway { progress: self.clone(), counted }
    }

    /// The task that began last and isn't over: how many of its pieces are done, and how many there are. `None` if there is
    /// none.
    pub fn now(&self) -> Option<(Task, usize, usize)> {
        let tasks = self.tasks();
        tasks.last().map(|last| (last.task, last.done.load(Ordering::Relaxed), last.all))
    }

    fn tasks(&self) -> MutexGuard<'_, Vec<Arc<Counted>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Underway {
    /// One more piece is done.
    pub fn one(&self) {
        self.counted.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.progress.tasks().retain(|task| !Arc::ptr_eq(task, &self.counted));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_began_last_and_isnt_over_is_told() {
        let progress = Progress::default();
        assert_eq!(progress.now(), None);
        let pages = progress.begin(Task::Pages, 3);
        pages.one();
        assert_eq!(progress.clone().now(), Some((Task::Pages, 1, 3)));
        let search = progress.begin(Task::Search, 0);
        pages.one();
        assert_eq!(progress.now(), Some((Task::Search, 0, 0)));
        drop(search);
        assert_eq!(progress.now(), Some((Task::Pages, 2, 3)));
        drop(pages);
        assert_eq!(progress.now(), None);
    }
}
