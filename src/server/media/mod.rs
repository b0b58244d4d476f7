//! Pictures and files: fetched once their message is stored, kept in the database, shown to those who may see the
//! conversation, uploaded for replies, and lent to the provider under an address nobody can guess.

mod fetcher;
pub mod guard;
mod sniff;
mod worker;

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

use self::{
    fetcher::{Fetcher, NoFile},
    guard::Reach,
};
use super::{
    clock::{self, Clock},
    desktop::Desktops,
    failure::Failure,
    house::HouseAccount,
    houses::Houses,
    routing::release::may_change,
    store::{Contents, MediaRow, Store, StoreError, Upload},
};
use crate::domain::{
    AccountId, InteractionId, MediaId,
    error::Invalid,
    interaction::{Interaction, State},
    media::{Media, MediaKind, MediaLimits, MediaProblem},
    user::Me,
};

/// Files fetched at once on this node; each may take the largest size in memory.
const FETCHES: usize = 8;
/// Files received at once on this node, likewise.
const UPLOADS: usize = 16;
/// How long an upload may wait for its turn.
const TURN: Duration = Duration::from_secs(20);
/// Random bytes in a public address.
const TOKEN: usize = 24;
/// Characters kept of a file's name.
const LONGEST_NAME: usize = 120;

/// Cheap to clone.
#[derive(Clone)]
pub struct MediaLibrary {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    desktop: Desktops,
    fetcher: Fetcher,
    fetches: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    under_way: TaskTracker,
}

/// Something that may be shown to whoever asked.
#[derive(Clone, Debug)]
pub struct Shown {
    pub content_type: String,
    /// May be empty.
    pub name: String,
    pub size: i64,
    pub sha256: String,
}

/// The right to receive one file, and how large it may be.
pub struct Receipt {
    pub longest: i64,
    account: AccountId,
    interaction: Option<InteractionId>,
    kinds: Vec<MediaKind>,
    _turn: OwnedSemaphorePermit,
}

impl MediaLibrary {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock, desktop: Desktops) -> MediaLibrary {
        MediaLibrary {
            store,
            houses,
            clock,
            desktop,
            fetcher: Fetcher::new(Reach::OpenInternet),
            fetches: Arc::new(Semaphore::new(FETCHES)),
            uploads: Arc::new(Semaphore::new(UPLOADS)),
            under_way: TaskTracker::new(),
        }
    }

    /// The same library, opening other addresses. For tests.
    pub fn reaching(&self, reach: Reach) -> MediaLibrary {
        MediaLibrary { fetcher: Fetcher::new(reach), ..self.clone() }
    }

    /// What this person may see: parts of conversations he may see, and his own uploads.
    async fn visible(&self, me: &Me, id: MediaId) -> Result<(MediaRow, Interaction), Failure> {
        let row = self.store.media(id).await?.ok_or(Failure::NotFound)?;
        if row.message.is_none() && row.owner != Some(me.id) {
            return Err(Failure::NotFound);
        }
        let interaction = self.desktop.readable(me, row.interaction).await?;
        Ok((row, interaction))
    }

    pub async fn show(&self, me: &Me, id: MediaId) -> Result<Shown, Failure> {
        let (row, _) = self.visible(me, id).await?;
        shown(row).ok_or(Failure::NotFound)
    }

    /// What a provider fetches.
    pub async fn lend(&self, token: &str) -> Result<Shown, Failure> {
        let row = self.store.public_media(token, self.clock.now()).await?;
        row.and_then(shown).ok_or(Failure::NotFound)
    }

    /// A piece of contents, counted from 0.
    pub async fn piece(&self, sha256: &str, position: i64) -> Result<Vec<u8>, Failure> {
        self.store.piece(sha256, position).await?.ok_or(Failure::NotFound)
    }

    /// Has something fetched again that could not be fetched.
    pub async fn fetch_again(&self, me: &Me, id: MediaId) -> Result<(), Failure> {
        let (_, interaction) = self.visible(me, id).await?;
        if !may_change(me, interaction.owner) {
            return Err(Failure::refused([
                "Only who answers this customer can ask for it again.",
                "Può richiederlo di nuovo solo chi risponde a questo cliente.",
            ]));
        }
        // On its way or here already: nothing to do, and the screen will say so.
        self.store.fetch_again(id, self.clock.now()).await?;
        Ok(())
    }

    /// Whether this person may attach a file to his reply in `interaction`, before any of it is read.
    pub async fn receive(&self, me: &Me, interaction: InteractionId) -> Result<Receipt, Failure> {
        let known = self.desktop.readable(me, interaction).await?;
        if known.owner != Some(me.id) || known.state == State::Closed {
            return Err(Failure::refused([
                "Only who answers this customer can attach something.",
                "Può allegare solo chi risponde a questo cliente.",
            ]));
        }
        let house = self.houses.current();
        let account = house.account(known.account).filter(|account| account.active).ok_or(Failure::NotFound)?;
        let limits = house.media_limits(account);
        let limits = limits.ok_or_else(|| {
            Failure::refused(["This account sends texts only.", "Questo account invia solo SMS di testo."])
        })?;
        self.receipt(account, Some(interaction), limits).await
    }

    pub(super) async fn receipt(
        &self,
        account: &HouseAccount,
        interaction: Option<InteractionId>,
        limits: MediaLimits,
    ) -> Result<Receipt, Failure> {
        let turn = tokio::time::timeout(TURN, self.uploads.clone().acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(StoreError::Busy.into()) };
        let MediaLimits { file_size, kinds, .. } = limits;
        Ok(Receipt { longest: file_size, account: account.id, interaction, kinds, _turn: turn })
    }

    /// Keeps an uploaded file until its message is sent, for a day at most.
    pub async fn keep(&self, me: &Me, receipt: Receipt, name: &str, bytes: Vec<u8>) -> Result<Media, Failure> {
        let contents = self.keep_contents(&receipt, bytes).await?;
        let interaction = receipt.interaction.ok_or(Failure::NotFound)?;
        let upload = Upload {
            account: receipt.account,
            interaction,
            owner: me.id,
            name: file_name(name),
            contents,
            token: clock::random_word(TOKEN),
        };
        Ok(self.store.add_upload(upload, self.clock.now()).await?)
    }

    pub(super) async fn keep_contents(&self, receipt: &Receipt, bytes: Vec<u8>) -> Result<Contents, Failure> {
        let contents = sniff::contents(&bytes, receipt.longest, &receipt.kinds).map_err(|problem| {
            Invalid::one(
                "file",
                match problem {
                    MediaProblem::Empty => ["This file is empty.", "Questo file è vuoto."],
                    MediaProblem::TooLarge => ["This file is too large.", "Questo file è troppo grande."],
                    _ => ["Files of this kind are not sent from here.", "I file di questo tipo da qui non si inviano."],
                },
            )
        })?;
        self.store.keep_content(contents.sha256.clone(), Arc::new(bytes), self.clock.now()).await?;
        Ok(contents)
    }

    /// Gets a file from an address at the origin of `trusted` and keeps it; or why not.
    pub(super) async fn collect(
        &self,
        url: &str,
        trusted: &str,
        longest: i64,
    ) -> Result<Result<Contents, MediaProblem>, Failure> {
        let bytes = match self.fetcher.get(url, trusted, longest, |_| Vec::new()).await {
            Ok(bytes) => bytes,
            Err(NoFile::Never(problem) | NoFile::Later(problem, _)) => return Ok(Err(problem)),
        };
        let contents = match sniff::contents(&bytes, longest, &MediaKind::TAKEN) {
            Ok(contents) => contents,
            Err(problem) => return Ok(Err(problem)),
        };
        self.store.keep_content(contents.sha256.clone(), Arc::new(bytes), self.clock.now()).await?;
        Ok(Ok(contents))
    }

    /// Throws an upload of his away.
    pub async fn discard(&self, me: &Me, id: MediaId) -> Result<(), Failure> {
        Ok(self.store.discard_upload(id, me.id, self.clock.now()).await?)
    }

    /// Throws away what nobody needs any more.
    pub async fn sweep(&self) -> Result<(), Failure> {
        let now = self.clock.now();
        let uploads = self.store.sweep_uploads(now).await?;
        let contents = self.store.sweep_contents(now).await?;
        if uploads + contents > 0 {
            tracing::info!(uploads, contents, "files that nobody needs are gone");
        }
        Ok(())
    }
}

fn shown(row: MediaRow) -> Option<Shown> {
    let MediaRow { media, sha256, .. } = row;
    let sha256 = sha256.filter(|_| media.is_stored())?;
    Some(Shown { content_type: media.content_type, name: media.name, size: media.size, sha256 })
}

/// The last part of whatever a browser calls a file, without what no system takes.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    clean.trim().trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_only_the_last_part_stays() {
        for (name, kept) in [
            ("photo.jpg", "photo.jpg"),
            ("C:\\Users\\anna\\photo.jpg", "photo.jpg"),
            ("../../etc/passwd", "passwd"),
            (".htaccess", "htaccess"),
            ("a\r\nb\"c.png", "ab\"c.png"),
            ("", ""),
            ("  ", ""),
            ("/", ""),
        ] {
            assert_eq!(file_name(name), kept);
        }
        assert_eq!(file_name(&"é".repeat(500)).chars().count(), LONGEST_NAME);
    }
}
