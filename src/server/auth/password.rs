//! Passwords: argon2id, 19 MiB, two passes. Hashing runs beside the async threads, few at a time, so that a flood of
//! sign-ins takes neither memory nor every core.

use std::sync::{Arc, LazyLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The fewest characters a password may have.
pub const SHORTEST: usize = 10;
/// The most: nobody types more, and all of it is hashed.
pub const LONGEST: usize = 200;
/// Hashes at once. One takes 19 MiB and some 25 ms of a core.
const AT_ONCE: usize = 2;

#[derive(Clone)]
pub struct Passwords {
    at_once: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Passwords { at_once: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// Checked when there is no such person, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

fn hash_now(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

impl Passwords {
    /// `None` only when the machine can't hash at all.
    pub async fn hash(&self, password: String) -> Option<String> {
        self.turn().await.beside(move || hash_now(&password)).await.flatten()
    }

    /// Whether `password` belongs to `hash`; `None` for nobody takes as long and says no.
    pub async fn verify(&self, password: String, hash: Option<String>) -> bool {
        self.turn().await.verify(password, hash).await
    }

    /// Waits until there is room to hash.
    pub async fn turn(&self) -> Turn {
        let permit = self.at_once.clone().acquire_owned().await;
        Turn(Arc::new(permit.expect("the semaphore is never closed")))
    }
}

/// Leave to hash, one thing after the other. Who waited for one knows what came of those before.
#[derive(Clone)]
pub struct Turn(#[allow(dead_code, reason = "held, not read")] Arc<OwnedSemaphorePermit>);

impl Turn {
    /// As [`Passwords::verify`].
    pub async fn verify(&self, password: String, hash: Option<String>) -> bool {
        self.beside(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.clone());
            let matches = PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            known && matches
        })
        .await
        .unwrap_or(false)
    }

    async fn beside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        // The work goes on when whoever asked is gone, and so does its turn.
        let turn = self.clone();
        let work = move || {
            let done = work();
            drop(turn);
            done
        };
        tokio::task::spawn_blocking(work).await.ok()
    }
}
