//! Passwords for new people: made in the browser from its own randomness, easy to read aloud.

// Only a browser makes passwords.
#![cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code))]

/// Letters and digits that nobody mistakes for each other.
const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
const USABLE: u8 = SIGNS.len() as u8;
const GROUPS: usize = 4;
const GROUP: usize = 4;

/// Spells random bytes as a password: four groups of four, about 79 bits. `None` when there are not enough bytes.
pub fn spell(random: &[u8]) -> Option<String> {
    // Bytes past the last whole multiple are skipped, so that every sign is equally likely.
    let fair = u8::MAX - u8::MAX % USABLE;
    let mut signs = random.iter().filter(|byte| **byte < fair).map(|byte| SIGNS[usize::from(byte % USABLE)] as char);
    let mut password = String::new();
    for group in 0..GROUPS {
        if group > 0 {
            password.push('-');
        }
        for _ in 0..GROUP {
            password.push(signs.next()?);
        }
    }
    Some(password)
}

/// A new password, or `None` where there is no browser.
pub fn generate() -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let mut bytes = [0; 64];
        leptos::prelude::window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
        spell(&bytes)
    }
    #[cfg(not(feature = "hydrate"))]
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_four_groups_of_unmistakable_signs() {
        let bytes: Vec<u8> = (0..64_u16).map(|n| (n * 37 % 251) as u8).collect();
        let password = spell(&bytes).expect("64 bytes are enough");
        let groups: Vec<&str> = password.split('-').collect();
        assert_eq!(groups.len(), 4);
        assert!(
            groups.iter().all(|group| group.len() == 4 && !group.contains(['l', 'o', 'i', '0', '1'])),
            "{password}"
        );
    }

    #[test]
    fn too_little_randomness_makes_no_password() {
        assert_eq!(spell(&[1, 2, 3]), None);
        assert_eq!(spell(&[255; 64]), None);
    }
}
