//! Sessions that come back to their owner when he said they should.

use super::{consent::check_later, desktop::Desktops, failure::Failure, routing::release::may_change};
use crate::domain::{
    InteractionId,
    error::Invalid,
    follow_up::{FollowUp, LONGEST_REASON},
    new_sms::Later,
    user::Me,
};

/// Sessions brought back in one sweep at most; the rest follow in the next.
const AT_ONCE: i64 = 200;

impl Desktops {
    /// Brings the session back at that time, or (`None`) not at all. There is one follow-up at a time.
    pub async fn follow_up(
        &self,
        me: &Me,
        interaction: InteractionId,
        follow_up: Option<FollowUp>,
    ) -> Result<(), Failure> {
        let known = self.visible(me, interaction).await?;
        if !may_change(me, known.owner) {
            return Err(Failure::refused([
                "Only who answers this customer can say when to look again.",
                "Può decidere quando riprendere solo chi risponde a questo cliente.",
            ]));
        }
        let now = self.clock.now();
        let follow_up = follow_up.map(|it| FollowUp { reason: it.reason.trim().to_owned(), ..it });
        if let Some(FollowUp { at, reason }) = &follow_up {
            check_later(Some(Later { at: *at, cancel_if_they_write: false }), now)?;
            if reason.chars().count() > LONGEST_REASON || reason.contains('\0') {
                return Err(Invalid::one(
                    "reason",
                    [
                        format!("At most {LONGEST_REASON} characters."),
                        format!("Al massimo {LONGEST_REASON} caratteri."),
                    ],
                )
                .into());
            }
        }
        if self.store.set_follow_up(interaction, follow_up, now, self.houses.current()).await? {
            Ok(())
        } else {
            Err(Failure::refused(["This session was closed meanwhile.", "Nel frattempo la sessione è stata chiusa."]))
        }
    }

    /// Brings back what is due. Each comes back once, whichever node looks first.
    pub async fn bring_back(&self) -> Result<(), Failure> {
        let now = self.clock.now();
        for interaction in self.store.due_follow_ups(now, AT_ONCE).await? {
            self.store.bring_back(interaction, now, self.houses.current()).await?;
        }
        Ok(())
    }
}
