//! An ordered list in a form. Each entry has a key of its own, so that its inputs and the focus stay with it when it moves.

/// Names an entry for as long as the form is open.
pub type Key = u32;

/// Two lists are equal when their entries are, whatever the keys.
#[derive(Clone, Debug)]
pub struct Ordered<T> {
    entries: Vec<(Key, T)>,
    next_key: Key,
}

impl<T: PartialEq> PartialEq for Ordered<T> {
    fn eq(&self, other: &Ordered<T>) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T> FromIterator<T> for Ordered<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Ordered<T> {
        let mut ordered = Ordered { entries: Vec::new(), next_key: 0 };
        for entry in entries {
            ordered.add(entry);
        }
        ordered
    }
}

impl<T> Ordered<T> {
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|(_, entry)| entry)
    }

    pub fn keys(&self) -> Vec<Key> {
        self.entries.iter().map(|(key, _)| *key).collect()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn position(&self, key: Key) -> Option<usize> {
        self.entries.iter().position(|(k, _)| *k == key)
    }

    pub fn get(&self, key: Key) -> Option<&T> {
        self.entries.iter().find(|(k, _)| *k == key).map(|(_, entry)| entry)
    }

    pub fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.entries.iter_mut().find(|(k, _)| *k == key).map(|(_, entry)| entry)
    }

    /// Puts an entry at the end.
    pub fn add(&mut self, entry: T) -> Key {
        let key = self.next_key;
        self.next_key += 1;
        self.entries.push((key, entry));
        key
    }

    pub fn remove(&mut self, key: Key) {
        self.entries.retain(|(k, _)| *k != key);
    }

    /// Moves an entry one place up (-1) or down (+1); at the ends nothing happens.
    pub fn shift(&mut self, key: Key, by: isize) {
        if let Some(from) = self.position(key)
            && let Some(to) = from.checked_add_signed(by)
            && to < self.entries.len()
        {
            self.entries.swap(from, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_moves_but_not_past_the_ends() {
        let mut list: Ordered<&str> = ["a", "b", "c"].into_iter().collect();
        let keys = list.keys();
        list.shift(keys[0], -1);
        assert_eq!(list.keys(), keys);
        list.shift(keys[0], 1);
        assert_eq!(list.keys(), [keys[1], keys[0], keys[2]]);
        list.shift(keys[2], 1);
        assert_eq!(list.keys(), [keys[1], keys[0], keys[2]]);
    }

    #[test]
    fn there_and_back_again_leaves_no_unsaved_change() {
        let stored: Ordered<&str> = ["a", "b"].into_iter().collect();
        let mut list = stored.clone();
        let key = list.keys()[0];
        list.shift(key, 1);
        assert_ne!(list, stored);
        list.shift(key, -1);
        assert_eq!(list, stored);
        let added = list.add("c");
        list.remove(added);
        assert_eq!(list, stored);
        assert_ne!(list.add("d"), added, "a key is never used twice");
    }
}
