//! What has to be looked at from time to time.

use std::time::Duration;

use super::state::AppState;

/// How often agents who are gone and messages without news are looked for.
const SWEEP: Duration = Duration::from_secs(2);
/// How often it is asked whether something is too old.
const FORGET: Duration = Duration::from_secs(60);
/// Sweeps between two looks for sessions in which nobody writes any more.
const SILENT_EVERY: u64 = 30;
/// Sweeps between two tidyings.
const TIDY_EVERY: u64 = 150;

/// Reads the set-up again whenever it changed, here or on another node.
pub async fn follow_house(state: AppState) {
    let mut changes = state.signals.house();
    loop {
        tokio::select! {
            () = state.stopping.cancelled() => return,
            changed = changes.changed() => if changed.is_err() { return },
        }
        if let Err(error) = state.houses.reload().await {
            tracing::error!(%error, "the set-up can't be read");
        }
    }
}

/// Listens to whoever else works on this database: other nodes, the command line.
pub async fn follow_other_nodes(state: AppState) {
    loop {
        let ended = tokio::select! {
            () = state.stopping.cancelled() => return,
            ended = state.store.follow_other_nodes() => ended,
        };
        if let Err(error) = ended {
            tracing::error!(%error, "lost the other nodes");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub async fn sweep(state: AppState) {
    for turn in 0u64.. {
        tokio::select! {
            () = state.stopping.cancelled() => return,
            () = tokio::time::sleep(SWEEP) => {}
        }
        if let Err(error) = state.routing.sweep().await {
            tracing::error!(%error, "agents who are gone were not looked for");
        }
        if let Err(error) = state.outbox.sweep().await {
            tracing::error!(%error, "messages without news were not looked for");
        }
        if let Err(error) = state.desktop.bring_back().await {
            tracing::error!(%error, "sessions that are due were not brought back");
        }
        if turn % SILENT_EVERY == 0
            && let Err(error) = state.routing.close_silent().await
        {
            tracing::error!(%error, "silent sessions were not closed");
        }
        if turn % TIDY_EVERY == 0 {
            state.throttle.tidy(state.clock.now());
            if let Err(error) = state.media.sweep().await {
                tracing::error!(%error, "files that nobody needs were not looked for");
            }
        }
    }
}

/// Apart from the sweeps: the first time in an old house takes long.
pub async fn forget(state: AppState) {
    loop {
        let forgotten = tokio::select! {
            () = state.stopping.cancelled() => return,
            forgotten = state.retention.forget() => forgotten,
        };
        match forgotten {
            Ok(0) => {}
            Ok(rows) => tracing::debug!(rows, "forgotten"),
            Err(error) => tracing::error!(%error, "what is too old was not forgotten"),
        }
        tokio::select! {
            () = state.stopping.cancelled() => return,
            () = tokio::time::sleep(FORGET) => {}
        }
    }
}
