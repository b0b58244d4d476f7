//! What a supervisor asks.

/// `/healthz`: the process answers. Says nothing about the database, so a slow disk does not get the process killed.
pub async fn alive() -> &'static str {
    "ok\n"
}
