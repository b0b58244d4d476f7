//! Takes JSON apart, sign by sign. Knows nothing of types.

use super::Unreadable;

/// How deep things may stand in each other: what somebody puts into an address may not use up the stack.
const DEEPEST: usize = 100;

pub(super) struct Reader<'t> {
    text: &'t str,
    /// In bytes.
    at: usize,
    depth: usize,
    /// The last string that was not written as it is.
    unescaped: String,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Reader<'t> {
        Reader { text, at: 0, depth: 0, unescaped: String::new() }
    }

    /// What comes after white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let blank = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
        self.at += blank;
        rest.get(blank).copied()
    }

    pub(super) fn take(&mut self, sign: u8) -> Result<(), Unreadable> {
        if self.peek() != Some(sign) {
            return Err(Unreadable);
        }
        self.at += 1;
        Ok(())
    }

    pub(super) fn open(&mut self, bracket: u8) -> Result<(), Unreadable> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(Unreadable) } else { self.take(bracket) }
    }

    pub(super) fn close(&mut self, bracket: u8) -> Result<(), Unreadable> {
        self.depth -= 1;
        self.take(bracket)
    }

    pub(super) fn word(&mut self, word: &str) -> Result<(), Unreadable> {
        self.peek();
        let comes = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        self.at += word.len();
        if comes { Ok(()) } else { Err(Unreadable) }
    }

    pub(super) fn flag(&mut self) -> Result<bool, Unreadable> {
        let flag = self.peek() == Some(b't');
        self.word(if flag { "true" } else { "false" })?;
        Ok(flag)
    }

    /// The digits, signs and letters of a number.
    pub(super) fn number(&mut self) -> &str {
        self.peek();
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    pub(super) fn whole(&mut self) -> Result<i64, Unreadable> {
        self.number().parse().map_err(|_| Unreadable)
    }

    pub(super) fn string(&mut self) -> Result<&str, Unreadable> {
        self.take(b'"')?;
        let start = self.at;
        self.unescaped.clear();
        let mut piece = start;
        loop {
            let byte = *self.text.as_bytes().get(self.at).ok_or(Unreadable)?;
            self.at += 1;
            match byte {
                b'"' => break,
                b'\\' => {
                    self.unescaped.push_str(&self.text[piece..self.at - 1]);
                    let sign = self.escaped()?;
                    self.unescaped.push(sign);
                    piece = self.at;
                }
                _ => {}
            }
        }
        let last = &self.text[piece..self.at - 1];
        if piece == start {
            return Ok(last);
        }
        self.unescaped.push_str(last);
        Ok(&self.unescaped)
    }

    /// The sign that stands behind a backslash.
    fn escaped(&mut self) -> Result<char, Unreadable> {
        let byte = *self.text.as_bytes().get(self.at).ok_or(Unreadable)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => byte.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => match self.unit()? {
                // The first half of a sign that takes two.
                half @ 0xd800..0xdc00 => {
                    let other =
                        self.text.get(self.at..).and_then(|rest| rest.strip_prefix("\\u")).map(|_| self.at += 2);
                    other.ok_or(Unreadable)?;
                    char::decode_utf16([half, self.unit()?]).next().and_then(Result::ok).ok_or(Unreadable)?
                }
                unit => char::from_u32(unit.into()).ok_or(Unreadable)?,
            },
            _ => return Err(Unreadable),
        })
    }

    fn unit(&mut self) -> Result<u16, Unreadable> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        u16::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// Takes a value of which nothing is wanted.
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        let (open, close) = match self.peek().ok_or(Unreadable)? {
            b'"' => return self.string().map(drop),
            b'{' => (b'{', b'}'),
            b'[' => (b'[', b']'),
            b't' | b'f' => return self.flag().map(drop),
            b'n' => return self.word("null"),
            _ => return if self.number().is_empty() { Err(Unreadable) } else { Ok(()) },
        };
        self.open(open)?;
        let mut first = true;
        while self.goes_on(close, &mut first)? {
            if close == b'}' {
                self.string()?;
                self.take(b':')?;
            }
            self.skip()?;
        }
        self.close(close)
    }

    /// Whether another entry comes before the end.
    pub(super) fn goes_on(&mut self, close: u8, first: &mut bool) -> Result<bool, Unreadable> {
        if self.peek() == Some(close) {
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.take(b',')?;
        }
        Ok(true)
    }
}
