//! Which of a file's stored encodings a browser wants, and what is compressed on the way.

use axum::http::{Extensions, HeaderMap, StatusCode, Version, header::ACCEPT_ENCODING};

/// Marks an answer whose bytes must stay as they are.
#[derive(Clone, Copy)]
pub struct AsItIs;

/// Whether an answer may be compressed on its way.
pub fn may_compress(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<AsItIs>().is_none()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// As written in `content-encoding`; the plain file has none.
    pub fn as_str(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        }
    }

    /// What the browser takes, the smallest first. The plain file always ends the list: whoever forbids even that is
    /// served better by it than by an error.
    pub fn accepted(headers: &HeaderMap) -> impl Iterator<Item = Encoding> {
        let offered = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let compressed = [Encoding::Brotli, Encoding::Gzip]
            .into_iter()
            .filter(|encoding| encoding.as_str().is_some_and(|coding| takes(offered, coding)));
        compressed.chain([Encoding::Identity]).collect::<Vec<_>>().into_iter()
    }
}

/// Whether an `Accept-Encoding` names `coding` with a weight above zero, itself or by `*`.
fn takes(offered: &str, coding: &str) -> bool {
    let weight_of = |wanted: &str| {
        offered.split(',').find_map(|item| {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
            name.trim().eq_ignore_ascii_case(wanted).then_some(weight.unwrap_or(0.0))
        })
    };
    weight_of(coding).or_else(|| weight_of("*")).unwrap_or(0.0) > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_accepted_encoding_comes_first() {
        let cases: [(&str, &[Encoding]); 8] = [
            ("", &[Encoding::Identity]),
            ("gzip, deflate, br, zstd", &[Encoding::Brotli, Encoding::Gzip, Encoding::Identity]),
            ("gzip;q=1.0, br;q=0.5", &[Encoding::Brotli, Encoding::Gzip, Encoding::Identity]),
            ("br;q=0, gzip", &[Encoding::Gzip, Encoding::Identity]),
            ("*", &[Encoding::Brotli, Encoding::Gzip, Encoding::Identity]),
            ("*;q=0, gzip", &[Encoding::Gzip, Encoding::Identity]),
            ("GZIP ; q=0.2", &[Encoding::Gzip, Encoding::Identity]),
            ("br;q=nonsense", &[Encoding::Identity]),
        ];
        for (offered, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, offered.parse().expect("a header value"));
            assert_eq!(Encoding::accepted(&headers).collect::<Vec<_>>(), expected, "{offered:?}");
        }
    }
}
