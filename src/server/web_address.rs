//! Addresses behind which we write paths of our own: where this server is reached, and where a provider's API stands.

use url::Url;

/// What may stand behind the host.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Pages, cookies and sign-in take the whole host.
    Nothing,
    /// A folder of somebody else's host: a proxy's that takes it away again, or an API's.
    Path,
}

const SCHEME: [&str; 2] =
    ["An address that begins with https:// or http://.", "Un indirizzo che inizi con https:// o http://."];
const HOST: [&str; 2] = [
    "An address such as https://desk.example.com: no host can be read here.",
    "Un indirizzo come https://desk.example.com: qui non si legge alcun host.",
];
const MORE: [&str; 2] = [
    "The address alone: no user, no password, and nothing from “?” or “#” on.",
    "Solo l'indirizzo: senza utente, senza password e senza ciò che segue “?” o “#”.",
];
const PATH: [&str; 2] =
    ["The address without a path: it takes the whole host.", "L'indirizzo senza percorso: serve l'intero host."];

/// The address as browsers write it, without a trailing slash; else what is wrong with it, in both languages.
pub fn read(text: &str, behind: Behind) -> Result<String, [&'static str; 2]> {
    let (scheme, rest) = text.split_once("://").ok_or(SCHEME)?;
    if !["https", "http"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return Err(SCHEME);
    }
    // The parser mends what browsers mend: spaces, backslashes, too many slashes. Whoever writes behind the text does not.
    let mended = rest.starts_with('/') || text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
    let url = Url::parse(text).ok().filter(|_| !mended).ok_or(HOST)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') || url.query().is_some() || url.fragment().is_some() {
        return Err(MORE);
    }
    let address = url.as_str().trim_end_matches('/');
    if behind == Behind::Nothing && url.path().contains(|c| c != '/') {
        return Err(PATH);
    }
    Ok(address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_scheme_and_a_host_and_nothing_that_would_stand_before_a_path() {
        for (text, address) in [
            ("https://desk.example.com", "https://desk.example.com"),
            ("https://desk.example.com/", "https://desk.example.com"),
            ("HTTPS://Desk.Example.com", "https://desk.example.com"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(read(text, Behind::Nothing).as_deref(), Ok(address), "{text}");
        }
        for (text, why) in [
            ("desk.example.com", SCHEME),
            ("https:desk.example.com", SCHEME),
            ("ftp://desk.example.com", SCHEME),
            ("", SCHEME),
            ("https://", HOST),
            ("https:///desk", HOST),
            ("https://de sk.example.com", HOST),
            ("https://desk.exa\tmple.com", HOST),
            ("https://desk.example.com:port", HOST),
            ("https://u:p@x.example", MORE),
            ("https://@x.example", MORE),
            ("https://x.example?q=1", MORE),
            ("https://x.example/#f", MORE),
        ] {
            assert_eq!(read(text, Behind::Path), Err(why), "{text}");
        }
    }

    #[test]
    fn a_path_is_for_those_who_can_have_one() {
        assert_eq!(read("https://x.example/api/", Behind::Path).as_deref(), Ok("https://x.example/api"));
        assert_eq!(read("https://x.example/api/", Behind::Nothing), Err(PATH));
    }
}
