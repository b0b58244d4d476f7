//! Makes values of JSON that the server wrote.
//!
//! What makes it small: an object is read by the names of its fields and never by their order, so half of what serde
//! derives for each type is not there; and an error says only that there is one, because both ends are built from the
//! same types and nobody reads more. Whatever is not JSON, or not of the type, is an error all the same.

use std::fmt;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::{Unreadable, reader::Reader};

/// Reads a value.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(Unreadable),
    }
}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Unreadable {
        Unreadable
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Unreadable {
        Unreadable
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Unreadable {
        Unreadable
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Unreadable {
        Unreadable
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Unreadable {
        Unreadable
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Unreadable {
        Unreadable
    }

    fn missing_field(_: &'static str) -> Unreadable {
        Unreadable
    }

    fn duplicate_field(_: &'static str) -> Unreadable {
        Unreadable
    }
}

impl Reader<'_> {
    fn object<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Unreadable> {
        self.open(b'{')?;
        let value = visitor.visit_map(Entries { reader: self, close: b'}', first: true })?;
        self.close(b'}')?;
        Ok(value)
    }

    fn list<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Unreadable> {
        self.open(b'[')?;
        let value = visitor.visit_seq(Entries { reader: self, close: b']', first: true })?;
        self.close(b']')?;
        Ok(value)
    }
}

/// What stands between two brackets.
struct Entries<'r, 't> {
    reader: &'r mut Reader<'t>,
    close: u8,
    /// No comma comes before it.
    first: bool,
}

impl<'de> SeqAccess<'de> for Entries<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        if !self.reader.goes_on(self.close, &mut self.first)? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        self.reader.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// One of several: its name alone, or an object of its name and what it holds.
struct Variant<'r, 't> {
    reader: &'r mut Reader<'t>,
    holds: bool,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unreadable> {
        let variant = seed.deserialize(&mut *self.reader)?;
        if self.holds {
            self.reader.take(b':')?;
        }
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.holds { self.reader.word("null") } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        if self.holds { seed.deserialize(self.reader) } else { Err(Unreadable) }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        if self.holds { self.reader.list(visitor) } else { Err(Unreadable) }
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        if self.holds { self.reader.object(visitor) } else { Err(Unreadable) }
    }
}

/// Numbers of any width: serde sees to it that they fit.
macro_rules! whole_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_i64(self.whole()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Unreadable;

    /// For what can only be told apart once it is read. A fraction is read only where the type asks for one: it takes as
    /// much code as all else together.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.peek().ok_or(Unreadable)? {
            b'"' => visitor.visit_str(self.string()?),
            b'{' => self.object(visitor),
            b'[' => self.list(visitor),
            b't' | b'f' => visitor.visit_bool(self.flag()?),
            b'n' => self.deserialize_unit(visitor),
            _ => visitor.visit_i64(self.whole()?),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.flag()?)
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_f64(self.number().parse().map_err(|_| Unreadable)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(self.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.peek() != Some(b'n') {
            return visitor.visit_some(self);
        }
        self.word("null")?;
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let holds = self.peek() == Some(b'{');
        if holds {
            self.open(b'{')?;
        }
        let value = visitor.visit_enum(Variant { reader: &mut *self, holds })?;
        if holds {
            self.close(b'}')?;
        }
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.skip()?;
        visitor.visit_unit()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Id(i64);

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Plain {
        Unit,
        New(Id),
        Pair(i64, String),
        Fields { on: bool, text: Option<String> },
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        Nothing,
        Something { id: Id, names: Vec<String> },
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "error", content = "detail")]
    enum Beside {
        Alone,
        With(String),
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Flat {
        #[serde(flatten)]
        beside: Beside,
        number: i64,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Whole {
        plain: Vec<Plain>,
        tagged: Tagged,
        flat: Flat,
        rate: f64,
        sign: char,
        small: u8,
        pair: (i64, Option<bool>),
        named: BTreeMap<String, Id>,
        nothing: (),
        result: Result<Id, Beside>,
    }

    fn plain() -> impl Strategy<Value = Plain> {
        prop_oneof![
            Just(Plain::Unit),
            any::<i64>().prop_map(|id| Plain::New(Id(id))),
            (any::<i64>(), any::<String>()).prop_map(|(number, text)| Plain::Pair(number, text)),
            (any::<bool>(), any::<Option<String>>()).prop_map(|(on, text)| Plain::Fields { on, text }),
        ]
    }

    prop_compose! {
        fn whole()(
            plain in prop::collection::vec(plain(), 0..4),
            tagged in prop_oneof![
                Just(Tagged::Nothing),
                (any::<i64>(), any::<Vec<String>>()).prop_map(|(id, names)| Tagged::Something { id: Id(id), names }),
            ],
            beside in prop_oneof![Just(Beside::Alone), any::<String>().prop_map(Beside::With)],
            number in any::<i64>(),
            rate in -1e6..1e6,
            sign in any::<char>(),
            small in any::<u8>(),
            pair in any::<(i64, Option<bool>)>(),
            named in prop::collection::btree_map(any::<String>(), any::<i64>().prop_map(Id), 0..4),
            result in any::<Result<i64, String>>(),
        ) -> Whole {
            let result = result.map(Id).map_err(Beside::With);
            let flat = Flat { beside, number };
            Whole { plain, tagged, flat, rate, sign, small, pair, named, nothing: (), result }
        }
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_read_as_it_was(whole in whole()) {
            let short = serde_json::to_string(&whole).unwrap();
            let long = serde_json::to_string_pretty(&whole).unwrap();
            prop_assert_eq!(read::<Whole>(&short), Ok(whole.clone()));
            prop_assert_eq!(read::<Whole>(&long), Ok(whole));
        }

        #[test]
        fn nothing_that_is_read_makes_it_panic(text in "\\PC*", json in r#"[\[\]{}:,"\\u0-9a-f. -]*"#) {
            let _ = (read::<Whole>(&text), read::<serde_json::Value>(&text), read::<Whole>(&json));
            let _ = read::<serde_json::Value>(&json);
        }

        #[test]
        fn what_is_cut_short_is_an_error(whole in whole(), at in any::<prop::sample::Index>()) {
            let text = serde_json::to_string(&whole).unwrap();
            let cut = (0..text.len()).filter(|end| text.is_char_boundary(*end)).collect::<Vec<_>>();
            prop_assert_eq!(read::<Whole>(&text[..cut[at.index(cut.len())]]), Err(Unreadable));
        }
    }

    #[test]
    fn signs_may_be_written_by_their_numbers() {
        assert_eq!(read(r#""\u00e8 \ud83d\ude00 \/ \b\f\n\r\t\"\\""#), Ok("è 😀 / \u{8}\u{c}\n\r\t\"\\".to_owned()));
        for half in [r#""\ud83d""#, r#""\ud83d\n""#, r#""\ude00""#, r#""\x""#, r#""\u12""#] {
            assert_eq!(read::<String>(half), Err(Unreadable), "{half}");
        }
    }

    #[test]
    fn fields_of_a_newer_program_are_passed_over() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Old {
            id: i64,
        }
        let text = r#" {"new": {"a": [1, -2.5e3, {"b": "}\""}], "c": null}, "flags": [true, false, []], "id": 7 } "#;
        assert_eq!(read(text), Ok(Old { id: 7 }));
    }

    #[test]
    fn what_stands_too_deep_is_an_error() {
        for json in ["[".repeat(100_000), r#"{"a":"#.repeat(100_000)] {
            assert!(read::<serde_json::Value>(&json).is_err());
            assert!(read::<de::IgnoredAny>(&json).is_err());
        }
        assert!(read::<serde_json::Value>(&("[".repeat(100) + &"]".repeat(100))).is_ok());
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        assert_eq!(read::<u8>("256"), Err(Unreadable));
        assert_eq!(read::<u8>("-1"), Err(Unreadable));
        assert_eq!(read::<i64>("1.5"), Err(Unreadable));
        assert_eq!(read::<i64>("1 2"), Err(Unreadable));
        assert_eq!(read::<Vec<i64>>("[1,]"), Err(Unreadable));
        assert_eq!(read::<Vec<i64>>("[1 2]"), Err(Unreadable));
        assert_eq!(read::<(i64, i64)>("[1,2,3]"), Err(Unreadable));
        assert_eq!(read::<Plain>(r#"{"unit":1}"#), Err(Unreadable));
        assert_eq!(read::<Plain>(r#""new""#), Err(Unreadable));
        assert_eq!(read::<Plain>(r#""other""#), Err(Unreadable));
        assert_eq!(read::<()>(""), Err(Unreadable));
    }
}
