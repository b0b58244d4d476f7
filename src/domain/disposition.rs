//! Why a conversation ended: a tree of up to three levels, chosen from at close.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{AccountId, DispositionId, QueueId, error::Invalid};

/// Levels of the tree.
pub const LEVELS: usize = 3;
/// Characters of a name.
pub const LONGEST_NAME: usize = 60;
/// Characters of the remark beside a disposition.
pub const LONGEST_REMARK: usize = 500;
/// Stands between the names of a path.
pub const ARROW: &str = " › ";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    pub id: DispositionId,
    /// `None` on the first level.
    pub parent: Option<DispositionId>,
    pub name: String,
    /// Among its siblings, smallest first.
    pub position: i64,
    /// Not offered any more, nor anything below it. History keeps its name.
    pub archived: bool,
    /// Where the branch is offered; counts on the first level only.
    pub scope: Scope,
}

/// Where a branch is offered. Empty: everywhere. Otherwise in conversations of one of the accounts or one of the queues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scope {
    pub accounts: Vec<AccountId>,
    pub queues: Vec<QueueId>,
}

impl Scope {
    pub fn is_everywhere(&self) -> bool {
        self.accounts.is_empty() && self.queues.is_empty()
    }

    fn holds(&self, account: AccountId, queue: Option<QueueId>) -> bool {
        self.is_everywhere()
            || self.accounts.contains(&account)
            || queue.is_some_and(|queue| self.queues.contains(&queue))
    }
}

/// What a form says about a disposition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionDraft {
    pub parent: Option<DispositionId>,
    pub name: String,
    pub scope: Scope,
}

impl From<&Disposition> for DispositionDraft {
    fn from(it: &Disposition) -> DispositionDraft {
        DispositionDraft { parent: it.parent, name: it.name.clone(), scope: it.scope.clone() }
    }
}

/// One that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionChoice {
    pub id: DispositionId,
    /// All names from the first level down, e.g. `Sales › Offer › Sent`.
    pub path: String,
}

/// What was chosen at close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposal {
    pub disposition: DispositionId,
    /// In the agent's own words; may be empty.
    pub remark: String,
}

/// Who says that a session can't be closed without a disposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequiredBy {
    House,
    Account,
}

/// What the question before a close needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingForm {
    /// In the order of the tree.
    pub choices: Vec<DispositionChoice>,
    /// Those of `choices` that this person chose last, newest first.
    pub recent: Vec<DispositionId>,
    /// Plain close is not possible.
    pub required: Option<RequiredBy>,
}

/// All dispositions, archived ones too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree(Vec<Disposition>);

impl Tree {
    /// In any order.
    pub fn new(mut all: Vec<Disposition>) -> Tree {
        all.sort_by_key(|it| (it.position, it.id));
        Tree(all)
    }

    /// Adds one, or changes the one with its id.
    pub fn put(&mut self, it: Disposition) {
        self.0.retain(|other| other.id != it.id);
        self.0.push(it);
        self.0.sort_by_key(|it| (it.position, it.id));
    }

    pub fn get(&self, id: DispositionId) -> Option<&Disposition> {
        self.0.iter().find(|it| it.id == id)
    }

    /// Below `parent`, in order.
    pub fn children(&self, parent: Option<DispositionId>) -> impl Iterator<Item = &Disposition> {
        self.0.iter().filter(move |it| it.parent == parent)
    }

    /// From the first level down to `id` itself. Never longer than the tree is deep, whatever the rows say.
    fn line(&self, id: DispositionId) -> Vec<&Disposition> {
        let mut line = Vec::with_capacity(LEVELS);
        let mut next = self.get(id);
        while let Some(it) = next.filter(|_| line.len() < LEVELS) {
            line.insert(0, it);
            next = it.parent.and_then(|parent| self.get(parent));
        }
        line
    }

    /// How deep it stands, from 1.
    pub fn level(&self, id: DispositionId) -> usize {
        self.line(id).len()
    }

    /// The names from the first level down; `None` when there is no such disposition.
    pub fn path(&self, id: DispositionId) -> Option<String> {
        let names: Vec<&str> = self.line(id).iter().map(|it| it.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(ARROW))
    }

    /// The one with this path, e.g. `Sales › Offer`; spaces around the arrows make no difference, `>` will do.
    pub fn named(&self, path: &str) -> Option<DispositionId> {
        let mut at = None;
        for name in path.split(['›', '>']).map(str::trim) {
            at = Some(self.children(at).find(|it| it.name == name)?.id);
        }
        at
    }

    /// Archived itself, or below something that is.
    pub fn is_archived(&self, id: DispositionId) -> bool {
        self.line(id).iter().any(|it| it.archived)
    }

    /// Everything in the order of the tree.
    pub fn walk(&self) -> Vec<&Disposition> {
        let mut found = Vec::with_capacity(self.0.len());
        self.below(None, 0, &mut found);
        found
    }

    fn below<'a>(&'a self, parent: Option<DispositionId>, depth: usize, found: &mut Vec<&'a Disposition>) {
        for it in self.children(parent).filter(|_| depth < LEVELS) {
            found.push(it);
            self.below(Some(it.id), depth + 1, found);
        }
    }

    /// What can be chosen in a conversation of `account` that came by `queue`: what has something below it only groups.
    pub fn choices(&self, account: AccountId, queue: Option<QueueId>) -> Vec<DispositionChoice> {
        let groups: HashSet<DispositionId> =
            self.0.iter().filter(|it| !it.archived).filter_map(|it| it.parent).collect();
        self.walk()
            .into_iter()
            .filter(|it| !groups.contains(&it.id) && !self.is_archived(it.id))
            .filter(|it| self.line(it.id).first().is_some_and(|first| first.scope.holds(account, queue)))
            .filter_map(|it| Some(DispositionChoice { id: it.id, path: self.path(it.id)? }))
            .collect()
    }

    /// What is wrong with putting `draft` in the place of `id`, or beside the others when it is new.
    pub fn check(&self, id: Option<DispositionId>, draft: &DispositionDraft) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        let name = draft.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(['›', '>', '\0']) {
            invalid.add(
                "name",
                ["One to sixty characters, without › and >.", "Da uno a sessanta caratteri, senza › e >."],
            );
        }
        let same = |it: &&Disposition| it.name.to_lowercase() == name.to_lowercase() && Some(it.id) != id;
        if let Some(other) = self.children(draft.parent).find(same) {
            let words = match other.archived {
                true => [
                    "An archived one beside it has this name: restore that one.",
                    "Accanto ce n'è uno archiviato con questo nome: ripristinare quello.",
                ],
                false => ["Another one beside it has this name.", "Accanto ce n'è già un altro con questo nome."],
            };
            invalid.add("name", words);
        }
        match draft.parent {
            Some(parent) if self.get(parent).is_none() => {
                invalid.add("parent", ["What it stood below is gone.", "La voce superiore non esiste più."])
            }
            Some(parent) if self.level(parent) >= LEVELS => {
                invalid.add("parent", ["Three levels are the most.", "Al massimo tre livelli."])
            }
            _ => {}
        }
        invalid.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn it(id: i64, parent: i64, name: &str) -> Disposition {
        Disposition {
            id: DispositionId(id),
            parent: (parent > 0).then_some(DispositionId(parent)),
            name: name.into(),
            position: id,
            archived: false,
            scope: Scope::default(),
        }
    }

    fn tree() -> Vec<Disposition> {
        vec![it(1, 0, "Sales"), it(2, 1, "Offer"), it(3, 2, "Sent"), it(4, 1, "Lost"), it(5, 0, "Spam")]
    }

    fn paths(tree: &Tree, account: i64, queue: Option<i64>) -> Vec<String> {
        tree.choices(AccountId(account), queue.map(QueueId)).into_iter().map(|choice| choice.path).collect()
    }

    #[test]
    fn only_what_has_nothing_below_it_can_be_chosen() {
        assert_eq!(paths(&Tree::new(tree()), 1, None), ["Sales › Offer › Sent", "Sales › Lost", "Spam"]);
    }

    #[test]
    fn what_is_archived_is_not_offered_nor_anything_below_it() {
        let mut all = tree();
        all[2].archived = true;
        assert_eq!(paths(&Tree::new(all.clone()), 1, None), ["Sales › Offer", "Sales › Lost", "Spam"]);
        all[0].archived = true;
        let archived = Tree::new(all);
        assert_eq!(paths(&archived, 1, None), ["Spam"]);
        assert_eq!(archived.path(DispositionId(3)).as_deref(), Some("Sales › Offer › Sent"));
    }

    #[test]
    fn a_branch_counts_where_its_first_level_does() {
        let mut all = tree();
        all[0].scope = Scope { accounts: vec![AccountId(7)], queues: vec![QueueId(8)] };
        let tree = Tree::new(all);
        assert_eq!(paths(&tree, 7, None).len(), 3);
        assert_eq!(paths(&tree, 1, Some(8)).len(), 3);
        assert_eq!(paths(&tree, 1, Some(9)), ["Spam"]);
    }

    #[test]
    fn a_name_stands_once_beside_its_siblings_and_nothing_stands_on_a_fourth_level() {
        let tree = Tree::new(tree());
        let draft = |parent: i64, name: &str| DispositionDraft {
            parent: (parent > 0).then_some(DispositionId(parent)),
            name: name.into(),
            scope: Scope::default(),
        };
        assert!(tree.check(None, &draft(0, "sales")).is_err());
        assert!(tree.check(Some(DispositionId(1)), &draft(0, "sales")).is_ok(), "itself is no other");
        assert!(tree.check(None, &draft(1, "Sales")).is_ok());
        assert!(tree.check(None, &draft(3, "Again")).is_err());
        assert!(tree.check(None, &draft(99, "Orphan")).is_err());
        assert!(tree.check(None, &draft(0, "a › b")).is_err());
    }

    #[test]
    fn a_path_is_found_again() {
        let tree = Tree::new(tree());
        assert_eq!(tree.named("Sales > Offer›Sent"), Some(DispositionId(3)));
        assert_eq!(tree.named("Offer"), None);
        for id in 1..=5 {
            assert_eq!(tree.named(&tree.path(DispositionId(id)).unwrap()), Some(DispositionId(id)));
        }
    }
}
