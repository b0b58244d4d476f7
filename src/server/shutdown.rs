//! How the process comes to an end.
//!
//! Order: the listener closes and `stopping` is cancelled at once, so event streams end; requests under way are
//! finished; who takes longer than the grace period is cut off. Then SQLite's log is folded into its file, and `serve`
//! returns.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// Less than what service managers usually wait before they kill.
pub const GRACE: Duration = Duration::from_secs(8);
/// For SQLite's log, of 16 MiB as a rule. If it stays beside the file, nothing is lost: the next start reads it.
pub const FOLDING: Duration = Duration::from_secs(2);

/// A token that is cancelled by ctrl-c or SIGTERM.
pub fn on_signal() -> std::io::Result<CancellationToken> {
    let stopping = CancellationToken::new();
    let signalled = stopping.clone();
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("stopping: open requests are finished first");
        signalled.cancel();
    });
    Ok(stopping)
}
