//! How many pixels are in memory at once, on all cores together.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The most bytes of decoded images that are in memory at once: five photographs of 12 megapixels, or any one image.
const MOST: u64 = 192 << 20;

/// Room for decoded images. A thread that finds none left blocks until another image is done. So work done while room is taken
/// must not be split among threads: one of them could be a blocked one.
#[derive(Debug, Default)]
pub(super) struct Room {
    taken: Mutex<u64>,
    left: Condvar,
}

/// Room that is taken, until it is dropped.
#[derive(Debug)]
pub(super) struct Taken<'r> {
    room: &'r Room,
    bytes: u64,
}

impl Room {
    /// Takes room for an image of so many bytes, and waits for it if others have it. One larger than all of the room is let in
    /// once it is alone.
    pub(super) fn take(&self, bytes: u64) -> Taken<'_> {
        let bytes = bytes.min(MOST);
        let has_none = |taken: &mut u64| *taken + bytes > MOST;
        let waited = self.left.wait_while(self.taken(), has_none);
        *waited.unwrap_or_else(PoisonError::into_inner) += bytes;
        Taken { room: self, bytes }
    }

    fn taken(&self) -> MutexGuard<'_, u64> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.taken() -= self.bytes;
        self.room.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_is_in_memory_than_there_is_room_for_and_all_come_in_the_end() {
        let (room, now, done) = (Room::default(), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for number in 0..24 {
                let (room, now, done) = (&room, &now, &done);
                scope.spawn(move || {
                    let bytes = if number == 7 { 10 * MOST } else { MOST / 3 + number };
                    let _taken = room.take(bytes);
                    let bytes = bytes.min(MOST);
                    assert!(now.fetch_add(bytes, Ordering::SeqCst) + bytes <= MOST);
                    std::thread::yield_now();
                    now.fetch_sub(bytes, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        assert_eq!((done.into_inner(), *room.taken()), (24, 0));
    }
}
