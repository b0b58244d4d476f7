//! Pictures and files in the simulated network: uploaded to a phone, fetched by the house from there, and the other way
//! round, over HTTP as a real network does it.

use super::{Sandbox, Taken};
use crate::{
    domain::{
        AccountId,
        error::Invalid,
        media::{MediaKind, MediaLimits},
    },
    server::{
        clock,
        failure::Failure,
        house::HouseAccount,
        media::{Receipt, Shown},
        providers::sandbox::wire::{self, RefusalKind},
        store::SandboxMedia,
    },
};

/// Bytes a phone sends at most: more than the house takes by itself, so that its limits can be tried.
const LONGEST: i64 = 10 * 1024 * 1024;
/// Random bytes in an address.
const TOKEN: usize = 24;
/// Pictures and files of one text.
const MOST: usize = 10;

impl Sandbox {
    /// Begins an upload to a phone.
    pub async fn receive(&self, account: AccountId) -> Result<Receipt, Failure> {
        let account = self.account(account)?;
        let kinds = MediaKind::TAKEN.to_vec();
        let limits = MediaLimits { files: MOST, file_size: LONGEST, total_size: LONGEST, kinds };
        self.library.receipt(&account, None, limits).await
    }

    /// Keeps what was uploaded to a phone until its text is sent; the token that names it.
    pub async fn keep(&self, account: AccountId, receipt: Receipt, bytes: Vec<u8>) -> Result<String, Failure> {
        let contents = self.library.keep_contents(&receipt, bytes).await?;
        let token = clock::random_word(TOKEN);
        let media = SandboxMedia { account, token: token.clone(), contents };
        self.store.add_sandbox_media(media, self.clock.now()).await?;
        Ok(token)
    }

    /// What lies under a token. With a bearer, only what is its account's.
    pub async fn show(&self, token: &str, bearer: Option<&str>) -> Result<Shown, Failure> {
        let media = self.store.sandbox_media(token).await?.ok_or(Failure::NotFound)?;
        if let Some(bearer) = bearer
            && self.account_by_secret(bearer).is_none_or(|account| account.id != media.account)
        {
            return Err(Failure::NotFound);
        }
        let contents = media.contents;
        Ok(Shown {
            content_type: contents.content_type,
            name: String::new(),
            size: contents.size,
            sha256: contents.sha256,
        })
    }

    /// How a text names what it carries.
    pub(super) async fn wire_media(
        &self,
        account: &HouseAccount,
        tokens: &[String],
    ) -> Result<Vec<wire::Media>, Failure> {
        if tokens.len() > MOST {
            return Err(Invalid::one(
                "media",
                [format!("At most {MOST} files go with one text."), format!("Un SMS porta al massimo {MOST} file.")],
            )
            .into());
        }
        let mut media = Vec::with_capacity(tokens.len());
        for token in tokens {
            let known = self.store.sandbox_media(token).await?.filter(|known| known.account == account.id);
            let known = known.ok_or_else(|| {
                Failure::refused(["A picture or file is not there any more.", "Un'immagine o un file non c'è più."])
            })?;
            media.push(wire::Media {
                url: format!("{}/media/{token}", account.api_base),
                content_type: known.contents.content_type,
            });
        }
        Ok(media)
    }

    /// Fetches what a message for a phone carries; the tokens, or the refusal.
    pub(super) async fn collect(
        &self,
        account: &HouseAccount,
        urls: &[String],
    ) -> Result<Result<Vec<String>, Taken>, Failure> {
        let mut tokens = Vec::with_capacity(urls.len());
        for url in urls {
            let local = url.replacen(&account.public_url, &self.own_url, 1);
            let Ok(contents) = self.library.collect(&local, &self.own_url, LONGEST).await? else {
                let words = "The simulated network could not fetch an attachment.";
                return Ok(Err(super::refused(RefusalKind::Permanent, "media", words)));
            };
            let token = clock::random_word(TOKEN);
            let media = SandboxMedia { account: account.id, token: token.clone(), contents };
            self.store.add_sandbox_media(media, self.clock.now()).await?;
            tokens.push(token);
        }
        Ok(Ok(tokens))
    }
}
