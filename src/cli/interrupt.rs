//! Ctrl-C while the book's files are changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the user pressed Ctrl-C since [`listen`](Self::listen) was called.
#[derive(Clone, Debug, Default)]
pub(super) struct Interruption(Arc<AtomicBool>);

impl Interruption {
    /// From now on, Ctrl-C doesn't end the process but is noted here. If the system has no such signal, it is never
    /// noted.
    pub(super) fn listen() -> Self {
        let noted = Self::default();
        let (listener, (ready, is_ready)) = (noted.clone(), std::sync::mpsc::channel());
        // The thread ends with the process.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
            let Ok(runtime) = runtime else { return };
            runtime.block_on(async {
                let pressed = async {
                    while tokio::signal::ctrl_c().await.is_ok() {
                        listener.0.store(true, Ordering::Relaxed);
                    }
                };
                let mut pressed = std::pin::pin!(pressed);
                // The first poll is what registers the listener.
                std::future::poll_fn(|context| {
                    let polled = pressed.as_mut().poll(context);
                    let _ = ready.send(());
                    polled
                })
                .await;
            });
        });
        // If the thread ended without listening, there is nothing to wait for.
        let _ = is_ready.recv();
        noted
    }

    /// Whether Ctrl-C was pressed.
    pub(super) fn is_noted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
