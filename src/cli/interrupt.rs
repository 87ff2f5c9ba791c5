//! Ctrl-C, or another signal that asks the process to end, while the book's files are changed.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(unix)]
use futures_util::future::Either;

/// Whether the user pressed Ctrl-C, the system asked to end or the terminal was closed since [`listen`](Self::listen) was called.
#[derive(Clone, Debug, Default)]
pub(super) struct Interruption(Arc<AtomicBool>);

impl Interruption {
    /// From now on, these signals don't end the process but are noted here. If the system has none, none is
    /// ever noted.
    pub(super) fn listen() -> Self {
        let noted = Self::default();
        let (listener, (ready, is_ready)) = (noted.clone(), std::sync::mpsc::channel());
        // The thread ends with the process.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
            let Ok(runtime) = runtime else { return };
            runtime.block_on(async {
                let pressed = async {
                    while asked_to_end().await.is_ok() {
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

    /// Whether one came.
    pub(super) fn is_noted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Waits for a signal that asks the process to end.
#[cfg(unix)]
async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut hang_up) = (signal(SignalKind::terminate())?, signal(SignalKind::hangup())?);
    let others = async {
        let (terminate, hang_up) = (std::pin::pin!(terminate.recv()), std::pin::pin!(hang_up.recv()));
        futures_util::future::select(terminate, hang_up).await;
    };
    let ctrl_c = std::pin::pin!(tokio::signal::ctrl_c());
    match futures_util::future::select(ctrl_c, std::pin::pin!(others)).await {
        Either::Left((pressed, _)) => pressed,
        Either::Right(_) => Ok(()),
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
